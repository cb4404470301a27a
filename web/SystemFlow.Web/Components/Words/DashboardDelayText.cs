using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Editions;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Words;

/// <summary>The dashboard's delayed transfers: who must act, and why, the most patients first.</summary>
internal static class DashboardDelayText
{
    private const int MostReasons = 6;

    /// <summary>The section.</summary>
    public static SheetSection Of(SystemDashboard dashboard)
    {
        var delays = dashboard.Delays;
        ImmutableArray<SheetRow> rows = [.. RowsOf(delays.Reasons)];
        return new SheetSection(
            "delays", "Delayed transfers of care: who must act, and why",
            [
                $"{DelayText.SumOf(delays.All)}. {DelayText.RateOf(delays.All)}.{(DelayText.Cover(delays.All.Coverage) is { } cover ? $" Only {cover}." : "")}",
                $"Acute {DelayText.Count(delays.Acute.Patients)}, non-acute {DelayText.Count(delays.NonAcute.Patients)}.",
            ],
            rows.IsEmpty ? null : new SheetTable(
                "Delayed patients by reason and by who must act", "Reason",
                [Patients("NHS"), Patients("Social care"), Patients("Both"), Patients("Not split"), Patients("Total")], rows),
            []);
    }

    private static IEnumerable<SheetRow> RowsOf(ImmutableArray<DelayReasonRow> reasons)
    {
        foreach (var reason in reasons.Take(MostReasons)) yield return RowOf(DelayText.Reason(reason.Reason), reason, isSum: false);
        if (reasons.Length > MostReasons) yield return RowOf($"{reasons.Length - MostReasons} other reasons", Sum(reasons.Skip(MostReasons)), isSum: false);
        if (!reasons.IsEmpty) yield return RowOf("Total", Sum(reasons), isSum: true);
    }

    private static SheetRow RowOf(string name, DelayReasonRow row, bool isSum) =>
        new(name, "", isSum, [Count(row.Nhs), Count(row.Social), Count(row.Both), Count(row.Unsplit), Count(row.Total)]);

    private static DelayReasonRow Sum(IEnumerable<DelayReasonRow> rows)
    {
        var all = rows.ToList();
        return new DelayReasonRow(null, Add(row => row.Nhs), Add(row => row.Social), Add(row => row.Both), Add(row => row.Unsplit));

        double? Add(Func<DelayReasonRow, double?> part) => all.Exists(row => part(row) is not null) ? all.Sum(row => part(row) ?? 0) : null;
    }

    private static SheetColumn Patients(string name) => new(name, "dtoc.patients", "patients", IsNumber: true);

    private static SheetValue Count(double? patients) =>
        new(DelayText.Count(patients), Value: patients, Tone: patients is null ? SheetTone.None : SheetTone.Plain);
}
