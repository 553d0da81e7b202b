package dev.mtasts.cli;

/** The spec that {@code init} writes. */
final class StarterSpec {
  /** Where the schema lies, seen from the spec. */
  static final String SCHEMA = "mtasts.schema.json";

  /** For editors; the schema comes from the program itself, so nothing is fetched. */
  static final String HEAD =
      "# yaml-language-server: $schema="
          + SCHEMA
          + "\n# The schema is for editors; make it here with: mtasts schema > "
          + SCHEMA
          + "\n";

  /** One domain, in testing, on no account at all. */
  static final String BODY =
      """
      # Check this file with: mtasts validate. See what would be done with: mtasts plan
      version: 1

      # Where the ledger is kept, which remembers what mtasts made. This is the default; with several
      # people or CI use { backend: s3, bucket: …, key: …, region: … }.
      state: { backend: local, path: .mtasts/state.json }

      # Places for policy files and for DNS records, under names of your choice. Others:
      #   aws: { type: aws, region: eu-central-1 }
      #   cf: { type: cloudflare, api_token: { env: CLOUDFLARE_API_TOKEN } }
      providers:
        web: { type: directory, root: public } # {root}/{domain}/.well-known/mta-sts.txt
        zone: { type: zonefile, path: zones } # one master file per zone

      # What every domain starts from; a domain's own keys go before these.
      defaults:
        host:
          provider: web # who keeps the policy file
          # address: { cname: web.acme.example } # the address records of mta-sts.<domain>, if managed
        dns:
          provider: zone # who keeps the records
          # ttl: 5m # as it is for records that exist, 5m for new ones
        tls_rpt:
          rua: ["mailto:tls-reports@acme.example"] # where senders report failures; or tls_rpt: none

      domains:
        acme.example: # what stands behind the @
          policy:
            # testing: failures are reported, mail is delivered. enforce: mail is not delivered to a host
            # without a valid certificate. Begin with testing and read the reports.
            mode: testing
            # Every host that DNS names as MX; "*." in front stands for exactly one label.
            mx: [mx1.acme.example, "*.mail.acme.example"]
            # How long senders may keep the policy: short while testing, weeks in enforce.
            max_age: 1d
          # rollout: standard # from testing to enforce in stages, over some weeks
          # adopt: true # take over a policy or a record that exists already and differs
          # protect: true # nothing of this domain may be deleted
          # embed_id: false # no id line in the policy file
      """;

  private StarterSpec() {}
}
