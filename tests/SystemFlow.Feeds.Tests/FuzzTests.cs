using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Feeds.Tests.Sitreps;

namespace SystemFlow.Feeds.Tests;

/// <summary>Bodies spoilt at random, by a fixed seed. Whatever comes, there is an answer, and every row is in it.</summary>
public sealed class FuzzTests
{
    private const int Cases = 1_500;
    private const int Seed = 20_261_125;

    private static readonly byte[] Marks = [.. "\"',{}[]:;\n\r\\-+09.eEZ \0"u8, 0xC3, 0xEF];

    private static readonly string Rows = string.Join(',', Enumerable.Range(0, 6).Select(i => Terms.Observation($"\"value\":{i}")));

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["json"] = $"{{\"observations\":[{Rows}]}}",
        ["ndjson"] = Rows.Replace("},{", "}\n{", StringComparison.Ordinal),
        ["csv"] = "place,metric,value,absent,periodEnd,comment\n" + string.Concat(Enumerable.Range(0, 6)
            .Select(i => $"RWH01,beds.ga.open,{i},,2026-01-05T08:5{i}:00Z,\"a, \"\"b\"\"\"\n")),
        ["lines"] = "# comment\n" + string.Concat(Enumerable.Range(0, 6)
            .Select(i => $"beds.ga.open,place=RWH01,host=a\\ b value={i}i,comment=\"a \\\"b\\\"\nc\" 176760300{i}000000000\n")),
        ["sitrep"] = "Code,Name,Date,G&A Beds Open,G&A beds occ'd,Delays30\n-,ENGLAND,2021-03-28 23:00:00,600,500,3\n"
            + "\"RWH\",\"East, North\",2021-03-28 23:00:00,600,500,\"3\"\nRWG,West,2021-03-28,-,,0\nRXX,Else,2021-03-29,1,1,1\n",
    };

    [Theory]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("csv")]
    [InlineData("lines")]
    [InlineData("sitrep")]
    public void Body_SpoiltAnyhow_IsAnsweredRowByRowOrRefusedWhole(string format)
    {
        var random = new Random(Seed);
        var sound = Encoding.UTF8.GetBytes(Bodies[format]);
        var whole = 0;

        for (var i = 0; i < Cases; i++)
        {
            var body = Spoil(sound, random);
            var read = Read(format, body);
            var rows = read.Rows.ToList();
            Assert.True(read.Refused is null || rows.Count == 0);
            Assert.All(rows, row => Assert.Equal(row.Outcome is RowOutcome.Accepted, row.Reading is not null));
            Assert.All(rows, row => Assert.Equal(row.Outcome is RowOutcome.Refused, row.Refusals.Length > 0));
            if (read.Refused is not null) whole++;
            else if (format == "lines") Assert.Equal(RowsOf(format, body), rows.Where(row => row.Outcome is not RowOutcome.Remark).Select(row => row.Row).Order());
            else if (format != "sitrep") Assert.Equal(RowsOf(format, body), rows.Select(row => row.Row).Order());
            else Assert.Subset(RowsOf(format, body).ToHashSet(), rows.Select(row => row.Row).ToHashSet());
        }

        Assert.True(whole < Cases, "Nothing was read.");
    }

    private static IntakeBody Read(string format, byte[] body) => format switch
    {
        "json" => ObservationBody.Read(body, ObservationFormat.Json, Terms.At9am),
        "ndjson" => ObservationBody.Read(body, ObservationFormat.Ndjson, Terms.At9am),
        "csv" => ObservationBody.Read(body, ObservationFormat.Csv, Terms.At9am),
        "lines" => LineProtocolBody.Read(body, LinePrecision.Nanoseconds, Terms.At9am),
        _ => SitrepBody.Read(body, SitrepFixtures.Import),
    };

    private static IEnumerable<int> RowsOf(string format, byte[] body) => format switch
    {
        "json" => Enumerable.Range(1, System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("observations").GetArrayLength()),
        "ndjson" => BodyLines.Of(body).Select(line => line.Number),
        "lines" => LineRows.Of(body, new FeedOptions()).Where(row => !row.IsComment).Select(row => row.Number),
        _ => CsvRows.Of(body, new FeedOptions()).Skip(1).Select(row => row.Number),
    };

    /// <summary>Changes, takes away, doubles or puts in a few bytes, or cuts the end off.</summary>
    private static byte[] Spoil(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, Marks[random.Next(Marks.Length)]); break;
                case 3: bytes.InsertRange(at, bytes[at..Math.Min(bytes.Count, at + random.Next(40))]); break;
                case 4: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(40))); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
