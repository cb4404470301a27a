using System.Text.Json;

namespace SystemFlow.Feeds.Saner;

/// <summary>Cuts a Bundle into its resources, one at a time, so that only one is in memory as objects.</summary>
internal static class SanerBundle
{
    /// <summary>The bytes of each entry's resource.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Resources(ReadOnlyMemory<byte> bundle)
    {
        var at = 0;
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = SanerGuard.MaxDepth });
        while (Next(bundle.Span, ref at, ref state) is { } range) yield return bundle[range];
    }

    /// <summary>Where the next resource stands; null when there is none.</summary>
    private static Range? Next(ReadOnlySpan<byte> bundle, ref int at, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bundle[at..], isFinalBlock: true, state);
        Range? found = null;
        while (found is null && reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName) continue;
            // The root's own entries, and nothing of that name further in.
            if (reader.CurrentDepth == 1 && !reader.ValueTextEquals("entry")) Pass(ref reader);
            else if (reader.CurrentDepth == 3 && !reader.ValueTextEquals("resource")) Pass(ref reader);
            else if (reader.CurrentDepth == 3) found = Value(ref reader, at);
        }

        at += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return found;
    }

    private static Range Value(ref Utf8JsonReader reader, int offset)
    {
        reader.Read();
        var start = offset + (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(offset + (int)reader.BytesConsumed);
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
