package dev.mtasts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away certificate authority. Certificates are valid from yesterday to tomorrow unless a
 * test says otherwise; keys are P-256, which are quick to make.
 */
public final class TestCa {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
  private static final char[] NO_PASSWORD = new char[0];

  private final KeyPair keys;
  private final X509Certificate certificate;

  /** What a server must send between its own certificate and the root. */
  private final List<X509Certificate> between;

  private TestCa(KeyPair keys, X509Certificate certificate, List<X509Certificate> between) {
    this.keys = keys;
    this.certificate = certificate;
    this.between = between;
  }

  /** A root. */
  public static TestCa create() {
    KeyPair keys = keys();
    String name = "CN=Throw-away root " + SERIAL.incrementAndGet();
    return new TestCa(keys, new Order(name).ca().sign(keys, name, keys), List.of());
  }

  /** An authority under this one. */
  public TestCa intermediate() {
    return intermediate(new Order("CN=Throw-away intermediate " + SERIAL.incrementAndGet()));
  }

  /** An authority under this one, made to order. */
  public TestCa intermediate(Order order) {
    KeyPair below = keys();
    X509Certificate signed = order.ca().sign(below, subject(), keys);
    List<X509Certificate> chain = new ArrayList<>(List.of(signed));
    chain.addAll(between);
    return new TestCa(below, signed, List.copyOf(chain));
  }

  /** A certificate for some DNS names. */
  public Leaf leaf(String... dnsNames) {
    return issue(new Order("CN=leaf").names(dnsNames));
  }

  /** A certificate made to order. */
  public Leaf issue(Order order) {
    KeyPair leaf = keys();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(order.sign(leaf, subject(), keys));
    chain.addAll(between);
    return new Leaf(leaf.getPrivate(), List.copyOf(chain));
  }

  /** A certificate that signs itself. */
  public static Leaf selfSigned(String... dnsNames) {
    return selfSigned(new Order("CN=self").names(dnsNames));
  }

  /** A certificate that signs itself, made to order under the subject {@code CN=self}. */
  public static Leaf selfSigned(Order order) {
    KeyPair keys = keys();
    return new Leaf(keys.getPrivate(), List.of(order.sign(keys, "CN=self", keys)));
  }

  /** This authority's certificate in PEM, what {@code --ca-file} takes. */
  public String pem() {
    return pemOf(List.of(certificate));
  }

  /** Writes {@link #pem} into a folder. */
  public Path writePem(Path folder) {
    return write(folder.resolve("ca-" + SERIAL.incrementAndGet() + ".pem"), pem());
  }

  private String subject() {
    return certificate.getSubjectX500Principal().getName();
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pemOf(List<X509Certificate> chain) {
    StringBuilder out = new StringBuilder();
    try {
      for (X509Certificate one : chain) {
        out.append(block("CERTIFICATE", one.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return out.toString();
  }

  private static String block(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a certificate shall say. */
  public static final class Order {
    private final String subject;
    private final List<GeneralName> names = new ArrayList<>();
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(1));
    private boolean authority;

    /** An order under a distinguished name, such as {@code CN=mta-sts.example.com}. */
    public Order(String subject) {
      this.subject = subject;
    }

    /** Adds DNS names to the subject alternative names. */
    public Order names(String... dnsNames) {
      Arrays.stream(dnsNames)
          .forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
      return this;
    }

    /** Adds an IP address to the subject alternative names. */
    public Order address(String ip) {
      names.add(new GeneralName(GeneralName.iPAddress, ip));
      return this;
    }

    /** Sets the validity. */
    public Order valid(Instant newFrom, Instant newUntil) {
      from = newFrom;
      until = newUntil;
      return this;
    }

    /** Valid from yesterday on, and for so many days from now. */
    public Order lasting(int days) {
      Instant now = Instant.now();
      return valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(days)));
    }

    private Order ca() {
      authority = true;
      return this;
    }

    private X509Certificate sign(KeyPair subjectKeys, String issuer, KeyPair issuerKeys) {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(from),
              Date.from(until),
              new X500Name(subject),
              subjectKeys.getPublic());
      try {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (authority) {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        }
        if (!names.isEmpty()) {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
      } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * A server's key and the certificates it sends.
   *
   * @param chain its own certificate first, the root never
   */
  public record Leaf(PrivateKey key, List<X509Certificate> chain) {
    /** The same, without the intermediates: a common mistake. */
    public Leaf withoutIntermediates() {
      return new Leaf(key, chain.subList(0, 1));
    }

    /** Server sockets, and client sockets that trust the platform. */
    public SSLContext context() {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("leaf", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The chain as a PEM file in a folder, as nginx reads it. */
    public Path writeChain(Path folder) {
      return write(folder.resolve("chain-" + SERIAL.incrementAndGet() + ".pem"), pemOf(chain));
    }

    /** The private key as a PEM file in a folder. */
    public Path writeKey(Path folder) {
      return write(
          folder.resolve("key-" + SERIAL.incrementAndGet() + ".pem"),
          block("PRIVATE KEY", key.getEncoded()));
    }
  }
}
