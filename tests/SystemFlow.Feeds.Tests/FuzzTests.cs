using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;

namespace SystemFlow.Feeds.Tests;

/// <summary>Bodies spoilt at random, by a fixed seed. Whatever comes, there is an answer, and every row is in it.</summary>
public sealed class FuzzTests
{
    private const int Cases = 1_500;
    private const int Seed = 20_261_125;

    public static TheoryData<string> Formats => [.. Fuzzed.All.Select(one => one.Format)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Body_SpoiltAnyhow_IsAnsweredRowByRowOrRefusedWhole(string format)
    {
        var random = new Random(Seed);
        var one = Fuzzed.All.Single(fuzzed => fuzzed.Format == format);
        var whole = 0;

        for (var i = 0; i < Cases; i++)
        {
            var body = one.Spoil(random);
            var read = one.Read(body);
            var rows = read.Rows.ToList();
            Assert.True(read.Refused is null || rows.Count == 0);
            Assert.All(rows, row => Assert.Equal(row.Outcome is RowOutcome.Accepted, row.Reading is not null));
            Assert.All(rows, row => Assert.Equal(row.Outcome is RowOutcome.Refused, row.Refusals.Length > 0));
            if (read.Refused is not null) whole++;
            else if (format == "lines") Assert.Equal(RowsOf(format, body), rows.Where(row => row.Outcome is not RowOutcome.Remark).Select(row => row.Row).Order());
            else if (format is "json" or "ndjson" or "csv") Assert.Equal(RowsOf(format, body), rows.Select(row => row.Row).Order());
            else if (format is "sitrep" or "published" or "daily") Assert.Subset(RowsOf(format, body).ToHashSet(), rows.Select(row => row.Row).ToHashSet());
        }

        Assert.True(whole < Cases, "Nothing was read.");
    }

    private static IEnumerable<int> RowsOf(string format, byte[] body) => format switch
    {
        "json" => Enumerable.Range(1, System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("observations").GetArrayLength()),
        "ndjson" => BodyLines.Of(body).Select(line => line.Number),
        "lines" => LineRows.Of(body, new FeedOptions()).Where(row => !row.IsComment).Select(row => row.Number),
        _ => CsvRows.Of(body, new FeedOptions()).Skip(1).Select(row => row.Number),
    };
}
