using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Plans;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Editions;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Words;

/// <summary>A board pack as it is read: value, target, the period before, better or worse in words and with an arrow.</summary>
internal static class BoardPackText
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private static readonly ImmutableArray<SheetColumn> WhoMustAct =
        [.. from name in (string[])["NHS", "Social care", "Both", "Not split", "Total"] select new SheetColumn(name, "dtoc.patients", "bed days", IsNumber: true)];

    private static readonly ImmutableArray<SheetColumn> Levels =
        [.. from name in (string[])["OPEL 1", "OPEL 2", "OPEL 3", "OPEL 4", "Not known"] select new SheetColumn(name, Unit: "hours", IsNumber: true)];

    /// <summary>The pack.</summary>
    public static Sheet Of(BoardPack pack, EditionHead edition, MetricDictionary dictionary) => new(
        pack.Period.Kind is EditionKind.Weekly ? "Weekly board pack" : "Monthly board pack",
        $"{pack.System}, {Stretch(pack.Period)}",
        [
            .. pack.IsExercise ? [DashboardText.Exercise] : Array.Empty<string>(),
            .. edition.IsLate ? [$"Made later than it was due: composed {UkTime.DateAndClock(edition.MadeAt)}."] : Array.Empty<string>(),
        ],
        [.. pack.Lines.Where(line => line.PlaceName == pack.Lines[0].PlaceName).Select(line => FactOf(line, pack.Period, dictionary)).OfType<SheetFact>()],
        [
            PerformanceOf(pack, dictionary),
            .. BoardPackRules.ByDay.Select(metric => ByDayOf(pack, metric, dictionary)).OfType<SheetSection>(),
            DelaysOf(pack), LevelsOf(pack), AlertsOf(pack), ActionsOf(pack), MissingOf(pack, dictionary),
        ],
        [
            "What is counted over a day is the whole day's; anything else is as at 8am. A share is worked out from the parts and wholes of its days, never as a mean of percentages. A day that is missing is in no figure, and never zero.",
            "Daily values are as last amended when the pack was composed. Targets are the client's documents' and to be confirmed: "
            + $"{string.Join(" ", pack.Lines.Select(line => line.Target).OfType<Target>().Select(target => $"{target.Name}: {target.Source}").Distinct())}",
            $"Variation is told from the limits of an XmR chart (NHS England, Making Data Count), from the first {Xmr.BaselineLength} days on record. An arrow says which way a figure went; the words say whether that is better.",
            $"Composed {UkTime.DateAndClock(edition.MadeAt)} by {edition.By}. All times are UK time. Counts only, nothing about a patient.",
        ]);

    /// <summary>The subject of its mail, without the mark of an exercise.</summary>
    public static string Subject(BoardPack pack) => $"{(pack.Period.Kind is EditionKind.Weekly ? "Weekly" : "Monthly")} board pack: {Stretch(pack.Period)}";

    /// <summary><c>Monday 16 to Sunday 22 November 2026</c>, or <c>October 2026</c>.</summary>
    public static string Stretch(PackPeriod period) => period.Kind is EditionKind.Monthly
        ? period.First.ToString("MMMM yyyy", English)
        : $"{period.First.ToString(period.First.Month == period.Last.Month ? "dddd d" : "dddd d MMMM", English)} to {period.Last.ToString("dddd d MMMM yyyy", English)}";

    /// <summary>Which way a figure went, as it is shown, and whether that is better: an arrow and words.</summary>
    public static string Change(double? now, double? before, Metric metric)
    {
        if (now is not { } value || before is not { } then) return "Cannot be compared";
        if (Value(value, metric).Text == Value(then, metric).Text) return "► No change";
        var isUp = value > then;
        var way = isUp ? "▲ Up" : "▼ Down";
        return metric.Direction switch
        {
            Direction.HigherIsBetter => isUp ? $"{way}, better" : $"{way}, worse",
            Direction.HigherIsWorse => isUp ? $"{way}, worse" : $"{way}, better",
            _ => way,
        };
    }

    private static SheetFact? FactOf(PackLine line, PackPeriod period, MetricDictionary dictionary)
    {
        if (!dictionary.TryFind(line.Metric, out var metric)) return null;
        return new SheetFact(
            metric.Name, Value(line.Value, metric),
            [
                UnitOf(metric), Change(line.Value, line.Before, metric), $"{line.DaysKnown} of {period.Days} days",
                .. line.Coverage is { IsComplete: false } coverage ? [FigureText.Of(coverage)] : Array.Empty<string>(),
                .. line.Target is { } target ? [TargetWords(line.Value, target, metric)] : Array.Empty<string>(),
            ]);
    }

    private static SheetSection PerformanceOf(BoardPack pack, MetricDictionary dictionary)
    {
        var lines = pack.Lines.Select(line => (Line: line, Metric: dictionary.TryFind(line.Metric, out var metric) ? metric : null)).Where(row => row.Metric is not null);
        return new SheetSection(
            "performance", "Performance on a Page", [],
            new SheetTable(
                "Each measure of each organisation beside its target and the period before", "Measure and organisation",
                [
                    new("Value", IsNumber: true), new("In all", IsNumber: true), new("Target"), new("Period before", IsNumber: true), new("Better or worse"),
                    new("Variation"), new("Days known"),
                ],
                [
                    .. lines.Select(row => new SheetRow(
                        $"{row.Metric!.ShortName}: {row.Line.PlaceName}", row.Line.Place.ToString(), row.Line.PlaceName == pack.Lines[0].PlaceName,
                        [
                            Value(row.Line.Value, row.Metric),
                            row.Line.Total is { } total ? new SheetValue(FigureText.Number(total), Value: total)
                                : new SheetValue(DailyValue.IsOfWholeDay(row.Metric) && row.Metric.Denominator.IsEmpty ? "Days are missing" : "Not applicable", Tone: SheetTone.None),
                            row.Line.Target is { } target ? new SheetValue(TargetWords(row.Line.Value, target, row.Metric)) : new SheetValue("None set", Tone: SheetTone.None),
                            Value(row.Line.Before, row.Metric),
                            new(Change(row.Line.Value, row.Line.Before, row.Metric)),
                            new(VariationWords(row.Line.Variation, row.Metric)),
                            new(DaysWords(row.Line, pack.Period)),
                        ],
                        UnitOf(row.Metric))),
                ]),
            [])
        {
            IsWide = true,
        };
    }

    private static SheetSection? ByDayOf(BoardPack pack, MetricCode code, MetricDictionary dictionary)
    {
        ImmutableArray<PackLine> lines = [.. pack.Lines.Where(line => line.Metric == code)];
        if (lines.IsEmpty || !dictionary.TryFind(code, out var metric)) return null;
        return new SheetSection(
            $"day-{string.Join('-', code.ToString().Split('.'))}", $"{metric.Name.Replace(" since midnight", "", StringComparison.Ordinal)} by day", [.. CoverOf(lines)],
            new SheetTable(
                $"{metric.Name} by day and organisation", "Day",
                [.. lines.Select(line => new SheetColumn(line.PlaceName, code.ToString(), FigureText.Of(metric.Unit), IsNumber: true))],
                [
                    .. Enumerable.Range(0, pack.Period.Days).Select(index => new SheetRow(
                        pack.Period.First.AddDays(index).ToString("ddd d MMM", English), "", IsSum: false, [.. lines.Select(line => Value(line.Daily[index], metric))])),
                ]),
            []);
    }

    // A sum that lacks a member is never shown without saying so.
    private static IEnumerable<string> CoverOf(IEnumerable<PackLine> lines) =>
        lines.Where(line => line.Coverage is { IsComplete: false }).Select(line => $"{line.PlaceName}: {FigureText.Of(line.Coverage!.Value)}.");

    private static SheetSection DelaysOf(BoardPack pack)
    {
        var delays = pack.Delays;
        var known = $"Patients delayed at 8am, added up over {delays.DaysKnown} of {pack.Period.Days} days, as each day was known then.";
        if (delays.DaysKnown == 0) return new SheetSection("delays", "Delayed days: why, and who must act", ["No day's delays are known."], null, []);
        var least = delays.Least is { } coverage && DelayText.Cover(coverage) is { } cover ? $" On one of them at least only {cover}." : "";
        return new SheetSection(
            "delays", "Delayed days: why, and who must act", [known + least],
            new SheetTable(
                "Delayed days by reason and by who must act", "Reason", WhoMustAct,
                [
                    .. delays.Reasons.Select(row => new SheetRow(
                        DelayText.Reason(row.Reason), "", IsSum: false, [Count(row.Nhs), Count(row.Social), Count(row.Both), Count(row.Unsplit), Count(row.Total)])),
                ]),
            []);
    }

    private static SheetSection LevelsOf(BoardPack pack) => new(
        "levels", "Hours at each calculated level", [],
        new SheetTable(
            "Hours at each calculated level, by organisation", "Organisation",
            Levels,
            [
                .. pack.Levels.Select((levels, index) => new SheetRow(
                    levels.PlaceName, levels.Place.ToString(), index == 0, [.. levels.Hours.Append(levels.Unknown).Select(hours => new SheetValue(Hours(hours), Value: hours))])),
            ]),
        ["As last known: while the program stands still the level before goes on. Not known: too little was known to say, or nobody watched."]);

    private static SheetSection AlertsOf(BoardPack pack) => new(
        "alerts", "Alerts", pack.Alerts.AreKnown ? [] : ["Not every alert of the period is known: watching began later, or there were more than are read."],
        new SheetTable(
            "Alerts that fired, by severity", "Severity",
            [new("Fired", IsNumber: true), new("Taken on", IsNumber: true), new("Median until taken on", IsNumber: true)],
            [
                .. pack.Alerts.Lines.Select(line => new SheetRow(
                    line.Severity.ToString(), "", IsSum: false,
                    [
                        new(FigureText.Number(line.Fired), Value: line.Fired), new(FigureText.Number(line.Acknowledged), Value: line.Acknowledged),
                        line.Median is { } median ? new SheetValue(AgeText.Of(median), Value: median.TotalMinutes) : new SheetValue("None was", Tone: SheetTone.None),
                    ])),
            ]),
        []);

    private static SheetSection ActionsOf(BoardPack pack)
    {
        var actions = pack.Actions;
        return new SheetSection(
            "actions", "Joint actions",
            [$"{actions.Given} given, {actions.Done} done, {actions.Declined} declined. At the end {actions.Open} open, {actions.Overdue} of them overdue."], null, []);
    }

    private static SheetSection MissingOf(BoardPack pack, MetricDictionary dictionary)
    {
        ImmutableArray<SheetRow> rows =
        [
            .. pack.Lines.Where(line => line.DaysKnown < pack.Period.Days && dictionary.TryFind(line.Metric, out _)).GroupBy(line => (line.PlaceName, line.Place, Days: DaysMissing(line, pack.Period)))
                .Select(group => new SheetRow(
                    group.Key.PlaceName, group.Key.Place.ToString(), IsSum: false,
                    [new(group.Key.Days), new(string.Join(", ", group.Select(line => dictionary[line.Metric].ShortName)))])),
        ];
        return new SheetSection(
            "missing", "Days that are missing", rows.IsEmpty ? ["Every figure has every day."] : [],
            rows.IsEmpty ? null : new SheetTable("Days without a figure, by organisation", "Organisation", [new("Days"), new("Figures")], rows), []);
    }

    private static SheetValue Value(double? value, Metric metric) => value is { } known
        ? new SheetValue(metric.Unit is Unit.Percent ? $"{known.ToString("0.0", English)}%" : known < 100 ? known.ToString("0.0", English) : FigureText.Of(known, metric.Unit), Value: known)
        : new SheetValue("No data", Tone: SheetTone.None);

    private static SheetValue Count(double? value) => new(DelayText.Count(value), Value: value, Tone: value is null ? SheetTone.None : SheetTone.Plain);

    private static string Hours(double hours) => hours.ToString("#,0.#", English);

    private static string UnitOf(Metric metric) => metric.Unit is Unit.Percent ? "share of the period"
        : DailyValue.IsOfWholeDay(metric) ? $"{FigureText.Of(metric.Unit)} a day, mean" : $"{FigureText.Of(metric.Unit)} at 8am, mean";

    private static string TargetWords(double? value, Target target, Metric metric)
    {
        var bound = $"{(target.Sense is TargetSense.AtLeast ? "at least" : "at most")} {FigureText.Of(target.Value, metric.Unit)}";
        return value is not { } known ? bound : $"{bound}: {(target.IsMetBy(known) ? "met" : "not met")}";
    }

    private static string VariationWords(PackVariation? variation, Metric metric)
    {
        if (variation is null) return "Not known";
        var kinds = new[] { (variation.Improvements, "better"), (variation.Concerns, "worse"), (variation.Others, "unusual") }
            .Where(kind => kind.Item1 > 0).Select(kind => $"{kind.Item1} {(kind.Item1 == 1 ? "day" : "days")} {kind.Item2}").ToList();
        var limits = $"{Value(variation.Lower, metric).Text} to {Value(variation.Upper, metric).Text}";
        return $"{(kinds.Count == 0 ? "Ordinary" : $"Special cause: {string.Join(", ", kinds)}")}{(variation.IsTrial ? " (trial limits " : " (limits ")}{limits})";
    }

    private static string DaysWords(PackLine line, PackPeriod period)
    {
        var days = $"{line.DaysKnown} of {period.Days}";
        var before = line.BeforeDaysKnown < line.BeforeDays ? $"; before {line.BeforeDaysKnown} of {line.BeforeDays}" : "";
        return line.Coverage is { IsComplete: false } coverage ? $"{days}{before}; {FigureText.Of(coverage)}" : $"{days}{before}";
    }

    private static string DaysMissing(PackLine line, PackPeriod period)
    {
        if (line.DaysKnown == 0) return "Every day";
        var days = Enumerable.Range(0, period.Days).Where(index => line.Daily[index] is null).Select(index => period.First.AddDays(index)).ToList();
        return string.Join(", ", days.Select(day => day.ToString("d MMMM", English)));
    }
}
