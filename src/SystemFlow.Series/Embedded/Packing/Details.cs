using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>What few readings have: JSON, and in a block a column of lines that is compressed as a whole.</summary>
internal static class Details
{
    public static readonly Detail None = new(null, null, null, null, null, null, null);

    private const int Quality = 4, Window = 18;
    private const int MostBytes = 64 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>One alone; null for none.</summary>
    public static string? Write(Detail? detail) => detail is null ? null : JsonSerializer.Serialize(detail, Json);

    /// <inheritdoc cref="Write"/>
    public static Detail? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Detail>(json, Json);

    public static void Pack(ReadOnlySpan<Row> rows, Packer into)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
        {
            if (OfColumn(row) is not { } detail) continue;
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(detail, Json), lines);
            lines.Write("\n"u8); // JSON escapes those within texts.
        }

        if (lines.WrittenCount == 0) return;
        Bits.Pack(rows, row => OfColumn(row) is not null, into);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(lines.WrittenCount)];
        if (!BrotliEncoder.TryCompress(lines.WrittenSpan, packed, out var length, Quality, Window))
        {
            throw new InvalidOperationException("The details of a block could not be compressed into the room that they need at most.");
        }

        into.Number((ulong)lines.WrittenCount);
        into.Section(packed.AsSpan(0, length));
    }

    public static Detail?[]? Unpack(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.IsEmpty) return null;
        var from = new Unpacker(bytes);
        var has = new bool[count];
        Bits.Unpack(ref from, has);
        var text = new byte[from.Count(MostBytes)];
        if (!BrotliDecoder.TryDecompress(from.Section(), text, out var length) || length != text.Length)
        {
            throw new DamagedException("Its details cannot be read.");
        }

        var details = new Detail?[count];
        var rest = text.AsSpan();
        for (var i = 0; i < count; i++)
        {
            if (!has[i]) continue;
            var end = rest.IndexOf((byte)'\n');
            if (end < 0) throw new DamagedException("It has fewer details than it says.");
            details[i] = JsonSerializer.Deserialize<Detail>(rest[..end], Json);
            rest = rest[(end + 1)..];
        }

        return details;
    }

    // What it stands for has columns of its own.
    private static Detail? OfColumn(Row row)
    {
        if (row.Detail is not { StandsFor: not null } summed) return row.Detail;
        var rest = summed with { StandsFor = null };
        return rest == None ? null : rest;
    }
}
