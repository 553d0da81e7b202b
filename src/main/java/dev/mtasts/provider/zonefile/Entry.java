package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.zonefile.MasterLexer.Statement;
import dev.mtasts.provider.zonefile.MasterLexer.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a master file.
 *
 * @param statement where it stands
 * @param owner in {@linkplain MasterText#name canonical form}
 * @param ttlToken the TTL as written; null where it is inherited
 * @param ttl in seconds, inherited or not
 * @param ttlFollowsPrevious whether it has the TTL of the record before it, as RFC 1035 has it
 *     where no {@code $TTL} says otherwise
 * @param classOrType the first word behind owner and TTL: a TTL may be put before it
 * @param type in upper case
 * @param data the words behind the type
 * @param origin against which its names are relative
 */
record Entry(
    Statement statement,
    String owner,
    @Nullable Token ttlToken,
    int ttl,
    boolean ttlFollowsPrevious,
    Token classOrType,
    String type,
    List<Token> data,
    String origin) {
  Entry {
    data = List.copyOf(data);
  }
}
