package dev.mtasts.cli;

import dev.mtasts.verify.Check;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks as test results: a suite for a domain, a case for a check. An error is a failure, what
 * could not be checked is skipped, and a warning passes with its text as output, since it must not
 * break a build that exit code 0 does not break.
 */
final class VerifyJunit {
  private final XMLStreamWriter xml;

  private VerifyJunit(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String of(Verified verified) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new VerifyJunit(xml).write(verified);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML into memory cannot fail", e);
    }
    return out.append('\n').toString();
  }

  private void write(Verified verified) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "mtasts verify");
    for (Verified.Domain domain : verified.domains()) {
      suite(domain, verified);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(Verified.Domain domain, Verified verified) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", domain.name().text());
    xml.writeAttribute("tests", String.valueOf(domain.checks().size()));
    xml.writeAttribute("failures", count(domain, Check.Status.ERROR));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(domain, Check.Status.COULD_NOT_CHECK));
    xml.writeAttribute("timestamp", verified.at().toString());
    for (Check check : domain.checks()) {
      testCase(domain, check);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private void testCase(Verified.Domain domain, Check check) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", domain.name().text());
    String subject = check.subject().isEmpty() ? "" : " " + Harmless.line(check.subject());
    xml.writeAttribute("name", check.rule().word() + subject);
    String seen = Harmless.line(check.seen()) + " [" + check.section() + "]";
    String text = seen + (check.todo().isEmpty() ? "" : "\n" + Harmless.line(check.todo()));
    switch (check.status()) {
      case ERROR -> {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", seen);
        xml.writeCharacters(text);
        xml.writeEndElement();
      }
      case COULD_NOT_CHECK -> {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", seen);
        xml.writeEndElement();
      }
      case WARNING -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters("Warning: " + text);
        xml.writeEndElement();
      }
      case OK -> {}
    }
    xml.writeEndElement();
  }

  private static String count(Verified.Domain domain, Check.Status status) {
    return String.valueOf(
        domain.checks().stream().filter(check -> check.status() == status).count());
  }
}
