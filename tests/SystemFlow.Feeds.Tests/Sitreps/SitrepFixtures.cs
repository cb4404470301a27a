using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;

namespace SystemFlow.Feeds.Tests.Sitreps;

/// <summary>Made-up reports in the shape of the published ones, and ways to read them.</summary>
internal static class SitrepFixtures
{
    public const string Long = "\"No. beds occupied by long-stay patients (> 7 days)\",\"No. beds occupied by long-stay patients (> 21 days)\"";
    public const string Closed = "\"No. beds closed due to norovirus etc.\",\"No. unoccupied beds closed due to norovirus etc.\"";

    public static IntakeTerms Import { get; } = Terms.At9am with { AnyAge = true };

    /// <summary>Reads lines under a header that begins with Code, Name, Date and the beds.</summary>
    public static List<IntakeRow> Read(string moreColumns, params string[] lines) =>
        ReadAll(Import, $"Code,Name,Date,G&A Beds Open,G&A beds occ'd{(moreColumns.Length > 0 ? "," : "")}{moreColumns}\n" + string.Join('\n', lines));

    public static List<IntakeRow> ReadAll(IntakeTerms terms, string csv)
    {
        var read = SitrepBody.Read(Encoding.UTF8.GetBytes(csv), terms);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    /// <summary>Terms whose footprint is one trust for each code.</summary>
    public static IntakeTerms Of(IEnumerable<string> codes)
    {
        var trusts = codes.Select(code => $$"""{"code":"{{code}}","kind":"trust","parent":"all","name":"{{code}}"}""");
        var json = $$"""{"name":"All","places":[{"code":"all","kind":"footprint","name":"All"},{{string.Join(',', trusts)}}]}""";
        return Import with { Footprint = Footprint.Parse(json) };
    }

    /// <summary>The value of a metric; null when absent. Fails when there is no such reading, or more than one.</summary>
    public static double? Value(this IEnumerable<IntakeRow> rows, string metric) => rows.Of(metric).Value;

    public static Domain.Readings.Reading Of(this IEnumerable<IntakeRow> rows, string metric) =>
        Assert.Single(rows, row => row.Reading?.Metric.Metric.ToString() == metric).Reading!;

    public static bool IsAbsent(this IEnumerable<IntakeRow> rows, string metric) =>
        rows.Of(metric) is { Value: null, Absent: Domain.Readings.Absent.Unknown };

    public static List<string> Warnings(this IEnumerable<IntakeRow> rows) =>
        [.. rows.SelectMany(row => row.Warnings).Select(warning => warning.Reason)];

    public static List<(string Field, string Reason)> Refusals(this IEnumerable<IntakeRow> rows) =>
        [.. rows.SelectMany(row => row.Refusals).Select(refusal => (refusal.Field, refusal.Reason))];
}
