package dev.mtasts.testing;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The XML of CloudFront's API, version 2020-05-31. */
final class CloudFrontXml {
  private static final String XMLNS = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

  private CloudFrontXml() {}

  /** What is wrong with a request. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String text) {
      super(text);
    }
  }

  static Element parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new Malformed("not XML: " + e.getMessage());
    }
  }

  static String text(Element element) {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(element), new StreamResult(out));
      return out.toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one child, which must be there. */
  static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    if (found.size() != 1) {
      throw new Malformed(parent.getLocalName() + " needs one " + name);
    }
    return found.get(0);
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getChildNodes();
    for (int i = 0; i < all.getLength(); i++) {
      Node node = all.item(i);
      if (node instanceof Element element && (name.isEmpty() || name.equals(node.getLocalName()))) {
        found.add(element);
      }
    }
    return found;
  }

  /** The text at a path of children, or "". */
  static String at(Element parent, String... path) {
    Element here = parent;
    for (String name : path) {
      List<Element> found = children(here, name);
      if (found.isEmpty()) {
        return "";
      }
      here = found.get(0);
    }
    return here.getTextContent();
  }

  /** The items of a counted list at a path, which must be as many as it says. */
  static List<Element> items(Element parent, String list) {
    List<Element> lists = children(parent, list);
    if (lists.isEmpty()) {
      return List.of();
    }
    List<Element> holders = children(lists.get(0), "Items");
    List<Element> items = holders.isEmpty() ? List.of() : children(holders.get(0), "");
    if (!at(lists.get(0), "Quantity").equals("" + items.size())) {
      throw new Malformed("InconsistentQuantities: " + list);
    }
    return items;
  }

  static String root(String name, String inner) {
    return "<" + name + " xmlns=\"" + XMLNS + "\">" + inner + "</" + name + ">";
  }

  static String tag(String name, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<" + name + ">" + escaped + "</" + name + ">";
  }

  static String error(String code, String message) {
    return root(
        "ErrorResponse",
        "<Error>"
            + tag("Type", "Sender")
            + tag("Code", code)
            + tag("Message", message)
            + "</Error>"
            + tag("RequestId", "test"));
  }
}
