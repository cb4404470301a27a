using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Tests.Sitreps;

namespace SystemFlow.Feeds.Tests.Published;

/// <summary>Made-up returns in the shape of the published ones, and ways to read them.</summary>
internal static partial class PublishedFixtures
{
    /// <summary>An import of history, in a year when all of it is past.</summary>
    public static IntakeTerms Import { get; } = Terms.At9am with { AnyAge = true, Now = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero) };

    /// <summary>The same for a footprint that is one trust for each code.</summary>
    public static IntakeTerms ImportOf(IEnumerable<string> codes) => SitrepFixtures.Of(codes) with { Now = Import.Now };

    public static List<IntakeRow> Read(string header, params string[] lines) => ReadAll(Import, header, lines);

    public static List<IntakeRow> ReadAll(IntakeTerms terms, string header, params string[] lines) =>
        RowsOf(Encoding.UTF8.GetBytes($"{header}\n{string.Join('\n', lines)}\n"), terms);

    public static List<IntakeRow> RowsOf(byte[] body, IntakeTerms terms)
    {
        var read = PublishedBody.Read(body, terms);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    /// <summary>The readings of a metric, in the order of their periods.</summary>
    public static List<Reading> All(this IEnumerable<IntakeRow> rows, string metric, string? place = null) =>
    [
        .. rows.Select(row => row.Reading).OfType<Reading>()
            .Where(reading => $"{reading.Metric}" == metric && (place is null || $"{reading.Place}" == place))
            .OrderBy(reading => reading.PeriodEnd),
    ];

    /// <summary>The lines that are warned of, once each.</summary>
    public static int[] Warned(this IEnumerable<IntakeRow> rows, string reason, string? field = null) =>
    [
        .. rows.SelectMany(row => row.Warnings).Where(warning => warning.Reason == reason && (field is null || warning.Field == field))
            .Select(warning => warning.Row).Distinct().Order(),
    ];
}
