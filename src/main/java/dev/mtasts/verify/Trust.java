package dev.mtasts.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that a fetch believes: those of the Java platform, which senders'
 * sets resemble (RFC 8461 §3.3), and those of a file besides. Besides, not instead: a network with
 * an authority of its own serves some domains by it and others by public ones, in one run.
 */
public final class Trust {
  private final X509ExtendedTrustManager manager;

  private Trust(X509ExtendedTrustManager manager) {
    this.manager = manager;
  }

  /** The platform's authorities. */
  public static Trust platform() {
    return new Trust(manager(null));
  }

  /**
   * The platform's authorities and those of a PEM file with one certificate or more.
   *
   * @throws IOException where the file cannot be read or holds no certificate; the message does not
   *     repeat the file's name
   */
  public static Trust platformAnd(Path pem) throws IOException {
    List<X509Certificate> roots = new ArrayList<>(List.of(manager(null).getAcceptedIssuers()));
    roots.addAll(read(pem));
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < roots.size(); i++) {
        store.setCertificateEntry("root-" + i, roots.get(i));
      }
      return new Trust(manager(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("its certificates cannot be used: " + e.getMessage(), e);
    }
  }

  X509ExtendedTrustManager manager() {
    return manager;
  }

  private static List<X509Certificate> read(Path pem) throws IOException {
    Collection<? extends Certificate> found;
    try (InputStream in = Files.newInputStream(pem)) {
      found = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (CertificateException e) {
      throw new IOException("it is not a PEM file of certificates", e);
    }
    if (found.isEmpty()) {
      throw new IOException("it holds no certificate");
    }
    return found.stream().map(X509Certificate.class::cast).toList();
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("this Java platform checks no X.509 certificates");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform's trust store cannot be read", e);
    }
  }
}
