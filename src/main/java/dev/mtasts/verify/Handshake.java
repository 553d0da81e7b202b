package dev.mtasts.verify;

import dev.mtasts.policy.Excerpt;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Watches the one TLS handshake of one fetch: has the chain checked by the {@link Trust} given,
 * checks the names itself, and remembers in plain words what was wrong.
 */
final class Handshake extends X509ExtendedTrustManager implements HostnameVerifier {
  private static final int NAMES_SHOWN = 5;

  private final X509ExtendedTrustManager roots;
  private final String host;
  private volatile @Nullable String fault;
  private volatile @Nullable Rule broken;
  private volatile @Nullable ServerCertificate certificate;
  private volatile @Nullable String protocol;

  Handshake(Trust trust, String host) {
    this.roots = trust.manager();
    this.host = host;
  }

  /** What was wrong with the certificate; null where nothing was, or it never came so far. */
  @Nullable String fault() {
    return fault;
  }

  /** A context of its own for each handshake: no session is resumed past the check. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  /** Which rule {@link #fault} breaks. */
  @Nullable Rule broken() {
    return broken;
  }

  /** What the server showed, trusted or not; null where it never came so far. */
  @Nullable ServerCertificate certificate() {
    return certificate;
  }

  /** The TLS version agreed upon; null where it never came so far. */
  @Nullable String protocol() {
    return protocol;
  }

  @Override
  public boolean verify(String name, SSLSession session) {
    try {
      X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
      List<String> ids = DnsIds.of(shown);
      if (ids.stream().anyMatch(id -> DnsIds.matches(id, host))) {
        return true;
      }
      fault =
          ids.isEmpty()
              ? nameless(shown, host)
              : "certificate is for " + list(ids) + ", not " + host;
    } catch (SSLPeerUnverifiedException e) {
      fault = "the server showed no certificate";
    }
    broken = Rule.CERTIFICATE_SAN;
    return false;
  }

  private static String nameless(X509Certificate certificate, String host) {
    return "certificate names no DNS host in its subject alternative names, only "
        + Excerpt.of(certificate.getSubjectX500Principal().getName())
        + "; senders look for "
        + host
        + " there";
  }

  private static String list(List<String> ids) {
    String shown = String.join(", ", ids.stream().limit(NAMES_SHOWN).map(Excerpt::of).toList());
    int more = ids.size() - NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (socket instanceof SSLSocket tls && tls.getHandshakeSession() != null) {
      protocol = tls.getHandshakeSession().getProtocol();
    }
    try {
      roots.checkServerTrusted(chain, authType, socket);
      certificate = seen(chain[0], null);
    } catch (CertificateException e) {
      String why = explain(chain, e);
      // A date of another certificate in the chain is the chain's fault, not this one's.
      boolean dated = why.startsWith("certificate expired") || why.startsWith("certificate is not");
      fault = why;
      broken = dated ? Rule.CERTIFICATE_EXPIRY : Rule.CERTIFICATE_CHAIN;
      certificate = seen(chain[0], dated ? null : why);
      throw e;
    }
  }

  private ServerCertificate seen(X509Certificate own, @Nullable String distrust) {
    List<String> ids = DnsIds.of(own);
    return new ServerCertificate(
        ids,
        ids.stream().anyMatch(id -> DnsIds.matches(id, host)),
        own.getIssuerX500Principal().getName(),
        own.getNotBefore().toInstant(),
        own.getNotAfter().toInstant(),
        distrust);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this client speaks over sockets");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this client speaks over sockets");
  }

  private static String explain(X509Certificate[] chain, CertificateException refusal) {
    // Servers send superfluous certificates too: one of these that expired is not to blame unless
    // the check says that a date is.
    int blamable = aboutDates(refusal) ? chain.length : 1;
    for (int i = 0; i < blamable; i++) {
      String which = i == 0 ? "certificate" : "the chain's certificate of " + subject(chain[i]);
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException e) {
        return which + " expired " + chain[i].getNotAfter().toInstant();
      } catch (CertificateNotYetValidException e) {
        return which + " is not valid before " + chain[i].getNotBefore().toInstant();
      }
    }
    X509Certificate last = chain[chain.length - 1];
    if (!String.valueOf(refusal.getMessage()).contains("unable to find valid certification path")) {
      return "certificate is refused: " + Excerpt.of(String.valueOf(refusal.getMessage()), 160);
    }
    if (chain.length == 1 && last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
      return "certificate is self-signed";
    }
    return "certificate chain ends at "
        + Excerpt.of(last.getIssuerX500Principal().getName())
        + ", which is no trusted root; perhaps the server does not send its intermediate";
  }

  private static boolean aboutDates(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return true;
      }
    }
    return false;
  }

  private static String subject(X509Certificate certificate) {
    return Excerpt.of(certificate.getSubjectX500Principal().getName());
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
