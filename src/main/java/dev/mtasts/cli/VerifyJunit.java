package dev.mtasts.cli;

import dev.mtasts.verify.Check;
import dev.mtasts.verify.Checks;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks as test results: a suite for a domain, a case for a check and what it is about, with all
 * that it says of that: of two cases with one name GitLab keeps one. An error is a failure, what
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
    Map<String, List<Check>> cases = new LinkedHashMap<>();
    domain
        .checks()
        .forEach(one -> cases.computeIfAbsent(name(one), n -> new ArrayList<>()).add(one));
    xml.writeAttribute("tests", String.valueOf(cases.size()));
    xml.writeAttribute("failures", count(cases, Check.Status.ERROR));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(cases, Check.Status.COULD_NOT_CHECK));
    xml.writeAttribute("timestamp", verified.at().toString());
    for (Map.Entry<String, List<Check>> one : cases.entrySet()) {
      testCase(domain, one.getKey(), one.getValue());
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static String name(Check check) {
    String subject = check.subject().isEmpty() ? "" : " " + Harmless.line(check.subject());
    return check.rule().word() + subject;
  }

  private void testCase(Verified.Domain domain, String name, List<Check> checks)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", domain.name().text());
    xml.writeAttribute("name", name);
    Check.Status worst = Checks.worst(checks);
    List<Check> telling = checks.stream().filter(check -> check.status() == worst).toList();
    String seen = seen(telling.get(0));
    String text = telling.stream().map(VerifyJunit::text).collect(Collectors.joining("\n"));
    switch (worst) {
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

  private static String seen(Check check) {
    return Harmless.line(check.seen()) + " [" + check.section() + "]";
  }

  private static String text(Check check) {
    return seen(check) + (check.todo().isEmpty() ? "" : "\n" + Harmless.line(check.todo()));
  }

  private static String count(Map<String, List<Check>> cases, Check.Status worst) {
    return String.valueOf(
        cases.values().stream().filter(checks -> Checks.worst(checks) == worst).count());
  }
}
