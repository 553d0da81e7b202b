package dev.mtasts.testing;

import dev.mtasts.testing.Route53Zone.Data;
import dev.mtasts.testing.Route53Zone.Part;
import dev.mtasts.testing.Route53Zone.Place;
import dev.mtasts.testing.Route53Zone.Refused;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import javax.xml.parsers.DocumentBuilderFactory;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The XML of Route 53's API, version 2013-04-01. */
final class Route53Xml {
  private static final String XMLNS = "https://route53.amazonaws.com/doc/2013-04-01/";

  private Route53Xml() {}

  static String error(String code, String message) {
    return "<ErrorResponse xmlns=\""
        + XMLNS
        + "\"><Error>"
        + tag("Type", "Sender")
        + tag("Code", code)
        + tag("Message", message)
        + "</Error><RequestId>test</RequestId></ErrorResponse>";
  }

  static String change(String root, String id, boolean insync) {
    return root(
        root,
        "<ChangeInfo>"
            + tag("Id", "/change/" + id)
            + tag("Status", insync ? "INSYNC" : "PENDING")
            + tag("SubmittedAt", "2026-11-01T00:00:00.000Z")
            + "</ChangeInfo>");
  }

  static String zones(NavigableMap<String, Route53Zone> zones, HttpUrl url) {
    int most = most(url, 100);
    String marker = url.queryParameter("marker");
    NavigableMap<String, Route53Zone> rest = marker == null ? zones : zones.tailMap(marker, true);
    StringBuilder xml = new StringBuilder("<HostedZones>");
    String next = "";
    int count = 0;
    for (Route53Zone zone : rest.values()) {
      if (count++ == most) {
        next = zone.id;
        break;
      }
      xml.append("<HostedZone>")
          .append(tag("Id", "/hostedzone/" + zone.id))
          .append(tag("Name", zone.name))
          .append(tag("CallerReference", zone.id))
          .append("<Config>" + tag("PrivateZone", "" + zone.hidden) + "</Config>")
          .append(tag("ResourceRecordSetCount", "" + zone.sets().size()))
          .append("</HostedZone>");
    }
    xml.append("</HostedZones>").append(tag("IsTruncated", "" + !next.isEmpty()));
    xml.append(next.isEmpty() ? "" : tag("NextMarker", next)).append(tag("MaxItems", "" + most));
    return root("ListHostedZonesResponse", xml.toString());
  }

  static String page(NavigableMap<Place, Data> sets, HttpUrl url) {
    int most = most(url, 300);
    String name = url.queryParameter("name");
    String type = url.queryParameter("type");
    String identifier = url.queryParameter("identifier");
    if (name == null && type != null) {
      throw new Refused("InvalidInput", "type without name");
    }
    NavigableMap<Place, Data> rest = sets;
    if (name != null) {
      Place from =
          new Place(
              Route53Zone.stored(name),
              type == null ? "" : type,
              identifier == null ? "" : identifier);
      rest = sets.tailMap(from, true);
    }
    StringBuilder xml = new StringBuilder("<ResourceRecordSets>");
    StringBuilder next = new StringBuilder();
    int count = 0;
    for (Map.Entry<Place, Data> each : rest.entrySet()) {
      if (count++ == most) {
        next.append(tag("NextRecordName", each.getKey().name()));
        next.append(tag("NextRecordType", each.getKey().type()));
        next.append(identifier("NextRecordIdentifier", each.getKey()));
        break;
      }
      xml.append(set(each.getKey(), each.getValue()));
    }
    xml.append("</ResourceRecordSets>").append(tag("IsTruncated", "" + !next.isEmpty()));
    xml.append(next).append(tag("MaxItems", "" + most));
    return root("ListResourceRecordSetsResponse", xml.toString());
  }

  /** The parts of a posted batch. */
  static List<Part> batch(RecordedRequest request) {
    List<Part> parts = new ArrayList<>();
    NodeList changes = document(request).getElementsByTagNameNS(XMLNS, "Change");
    for (int i = 0; i < changes.getLength(); i++) {
      Element change = (Element) changes.item(i);
      Place place =
          new Place(
              Route53Zone.stored(text(change, "Name")),
              text(change, "Type"),
              text(change, "SetIdentifier"));
      List<String> values = texts(change, "Value");
      String ttl = text(change, "TTL");
      String alias = text(change, "DNSName");
      if (!alias.isEmpty() && !text(change, "EvaluateTargetHealth").equals("false")) {
        throw new Refused("InvalidInput", "EvaluateTargetHealth must be false here");
      }
      Data data =
          new Data(
              ttl.isEmpty() ? -1 : Long.parseLong(ttl),
              values,
              alias.isEmpty() ? "" : Route53Zone.stored(alias),
              text(change, "HostedZoneId"));
      parts.add(new Part(text(change, "Action"), place, data));
    }
    return parts;
  }

  private static Document document(RecordedRequest request) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      byte[] body = request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    } catch (Exception e) {
      throw new Refused("InvalidInput", "the body is not XML: " + e.getMessage());
    }
  }

  private static String set(Place place, Data data) {
    StringBuilder xml = new StringBuilder("<ResourceRecordSet>");
    xml.append(tag("Name", place.name())).append(tag("Type", place.type()));
    if (!place.id().isEmpty()) {
      xml.append(identifier("SetIdentifier", place)).append(tag("Weight", "1"));
    }
    if (!data.alias().isEmpty()) {
      xml.append("<AliasTarget>")
          .append(tag("HostedZoneId", data.aliasZone()))
          .append(tag("DNSName", data.alias()))
          .append(tag("EvaluateTargetHealth", "false"))
          .append("</AliasTarget>");
    } else {
      xml.append(tag("TTL", "" + data.ttl())).append("<ResourceRecords>");
      for (String value : data.values()) {
        xml.append("<ResourceRecord>").append(tag("Value", value)).append("</ResourceRecord>");
      }
      xml.append("</ResourceRecords>");
    }
    return xml.append("</ResourceRecordSet>").toString();
  }

  private static String identifier(String tag, Place place) {
    return place.id().isEmpty() ? "" : tag(tag, place.id());
  }

  private static int most(HttpUrl url, int limit) {
    String asked = url.queryParameter("maxitems");
    int most = asked == null ? limit : Integer.parseInt(asked);
    if (most < 1) {
      throw new Refused("InvalidInput", "maxitems " + most);
    }
    return Math.min(most, limit);
  }

  private static String text(Element within, String tag) {
    List<String> all = texts(within, tag);
    return all.isEmpty() ? "" : all.get(0);
  }

  private static List<String> texts(Element within, String tag) {
    NodeList found = within.getElementsByTagNameNS(XMLNS, tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  private static String root(String name, String inner) {
    return "<" + name + " xmlns=\"" + XMLNS + "\">" + inner + "</" + name + ">";
  }

  private static String tag(String name, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<" + name + ">" + escaped + "</" + name + ">";
  }
}
