package dev.mtasts.provider.cloudflare;

/**
 * The program of the Worker. It knows nothing but its data module: the {@linkplain PolicyData
 * policies}.
 */
final class WorkerCode {
  /** The part with the program. */
  static final String MAIN = "worker.js";

  /**
   * The part with the policies: text, so that the runtime parses it as JSON and not as a program.
   */
  static final String DATA = "policies.txt";

  /** The runtime's behaviour that the program was written for. */
  static final String COMPATIBILITY_DATE = "2025-01-01";

  /**
   * GET and HEAD of one path on known hosts. Nothing is redirected (RFC 8461 §3.3), and caches in
   * front keep a body for a minute only, so that no old body meets a new id for long.
   */
  static final String SOURCE =
      """
      // Written by mtasts. A change here is lost with the next upload.
      import data from "./policies.txt";

      const PATH = "/.well-known/mta-sts.txt";
      const { texts, hosts } = JSON.parse(data);

      function policy(name) {
        const host = name.endsWith(".") ? name.slice(0, -1) : name;
        if (!Object.hasOwn(hosts, host)) {
          return undefined;
        }
        const [, text, own] = hosts[host];
        return texts[text].join(own);
      }

      export default {
        fetch(request) {
          const url = new URL(request.url);
          const body = url.pathname === PATH ? policy(url.hostname) : undefined;
          const headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "X-Content-Type-Options": "nosniff",
          };
          if (body === undefined) {
            return new Response("Not found\\n", { status: 404, headers });
          }
          headers["Cache-Control"] = "max-age=60";
          if (request.method === "HEAD") {
            return new Response(null, { headers });
          }
          if (request.method === "GET") {
            return new Response(body, { headers });
          }
          delete headers["Cache-Control"];
          headers["Allow"] = "GET, HEAD";
          return new Response("Method not allowed\\n", { status: 405, headers });
        },
      };
      """;

  private WorkerCode() {}
}
