package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Makes nodes of YAML text, and refuses the parts of YAML that make a file mean something else than
 * it seems to: anchors, aliases, merge keys, tags, keys that are not text, keys given twice, a
 * second document.
 */
final class YamlTree {
  private static final int MAX_DEPTH = 24;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final Source source;
  private final Problems problems;
  private final ParserImpl parser;

  private YamlTree(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(source.text()), options);
  }

  /** The only document of the text, or null where that cannot be told. */
  static @Nullable Node parse(Source source, Problems problems) {
    int forbidden = source.firstForbidden();
    if (forbidden >= 0) {
      String character = String.format("U+%04X", source.text().codePointAt(forbidden));
      problems.add(
          source.locate(forbidden), "YAML does not allow the character " + character, "Remove it.");
      return null;
    }
    try {
      return new YamlTree(source, problems).document();
    } catch (MarkedYAMLException e) {
      SyntaxFault.of(e, source).report(source, problems);
    } catch (YAMLException e) {
      problems.add(source.at(1, 1, ""), "this is not YAML", "Check the file with a YAML editor.");
    }
    return null;
  }

  private @Nullable Node document() {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return empty();
    }
    parser.getEvent();
    Node root = node("", 0);
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      problems.add(
          at(parser.peekEvent().getStartMark(), ""),
          "a second document starts here",
          "A spec is one document: remove the '---' or what follows it.");
    }
    return root instanceof Node.Scalar scalar && scalar.isNull() ? empty() : root;
  }

  private @Nullable Node empty() {
    problems.add(
        source.at(1, 1, ""),
        "the spec is empty",
        "Start with 'version: 1', then write 'providers' and 'domains'.");
    return null;
  }

  private Node node(String path, int depth) {
    Event event = parser.getEvent();
    Location at = at(event.getStartMark(), path);
    if (depth > MAX_DEPTH) {
      throw new TooDeep(event.getStartMark());
    }
    if (event instanceof AliasEvent alias) {
      return refuse(
          at,
          "aliases are not allowed (*" + alias.getAnchor() + ")",
          "Put quotes around a value that starts with '*'; what several domains share goes into"
              + " defaults or a profile.");
    }
    boolean allowed = plainNode((NodeEvent) event, at);
    Node node;
    if (event instanceof MappingStartEvent) {
      node = mapping(at, path, depth);
    } else if (event instanceof CollectionStartEvent) {
      node = sequence(at, path, depth);
    } else {
      ScalarEvent scalar = (ScalarEvent) event;
      boolean isNull = scalar.isPlain() && NULLS.contains(scalar.getValue());
      node = new Node.Scalar(at, scalar.getValue(), isNull);
    }
    return allowed ? node : new Node.Refused(at);
  }

  /** Whether the node has neither anchor nor tag; reports them. */
  private boolean plainNode(NodeEvent event, Location at) {
    String tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    if (event.getAnchor() != null) {
      refuse(
          at,
          "anchors are not allowed (&" + event.getAnchor() + ")",
          "What several domains share goes into defaults or a profile.");
    }
    if (tag != null) {
      refuse(at, "tags are not allowed (" + tag + ")", "Put quotes around the value instead.");
    }
    return event.getAnchor() == null && tag == null;
  }

  private Node sequence(Location at, String path, int depth) {
    List<Node> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path + "/" + items.size(), depth + 1));
    }
    parser.getEvent();
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, String path, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Location keyAt = at(parser.peekEvent().getStartMark(), path);
      String key = key(keyAt, depth);
      String here = key == null ? path : path(path, key);
      Node value = node(here, depth + 1);
      if (key == null) {
        continue;
      }
      Location named = source.at(keyAt.line(), keyAt.column(), here);
      Node.Entry first = entries.putIfAbsent(key, new Node.Entry(named, value));
      if (first != null) {
        problems.add(
            named,
            "the key '" + key + "' stands here for the second time",
            "It is first given on line " + first.at().line() + "; keep one of them.");
      }
    }
    parser.getEvent();
    return new Node.Mapping(at, entries);
  }

  private @Nullable String key(Location at, int depth) {
    boolean plain = parser.peekEvent() instanceof ScalarEvent event && event.isPlain();
    Node key = node(at.path(), depth + 1);
    if (key instanceof Node.Scalar scalar && !scalar.isNull()) {
      if (!plain || !scalar.text().equals("<<")) {
        return scalar.text();
      }
      refuse(
          at,
          "merge keys are not allowed (<<)",
          "What several domains share goes into defaults or a profile.");
    } else if (!(key instanceof Node.Refused)) {
      refuse(at, "a key must be a text, not " + key.what(), "Write 'key: value'.");
    }
    return null;
  }

  private Node refuse(Location at, String message, String hint) {
    problems.add(at, message, hint);
    return new Node.Refused(at);
  }

  private Location at(Mark mark, String path) {
    return source.at(mark.getLine() + 1, mark.getColumn() + 1, path);
  }

  private static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "/" + key;
  }

  /** Stops the reading: nobody nests a spec so deep, and the stack ends somewhere. */
  private static final class TooDeep extends MarkedYAMLException {
    private static final long serialVersionUID = 1L;

    TooDeep(Mark mark) {
      super(null, null, "nested too deep", mark);
    }
  }
}
