using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Words;

/// <summary>The daily dashboard as it is read, each figure in the words of the screens.</summary>
internal static class DashboardText
{
    /// <summary>The mark of what is not real.</summary>
    public const string Exercise = "EXERCISE: simulated or replayed figures. Nothing real has happened.";

    private const string WholeSystem = "Whole system";

    // What a board asks for first, of the whole system.
    private static readonly ImmutableArray<MetricCode> Headlines = Codes(
        "ed.four-hour-performance", "ed.in-department", "ed.over-12h-arrival", "ed.dta-waiting", "ambulance.waiting-handover",
        "beds.ga.occupancy", "beds.ga.open", "beds.ga.escalation", "discharges.total", "nctr.patients", "los.over-21");

    /// <summary>The dashboard.</summary>
    public static Sheet Of(SystemDashboard dashboard, EditionHead edition, MetricDictionary dictionary) => new(
        "Daily system dashboard",
        $"{dashboard.System}, as it was known at {PastText.Moment(dashboard.At)}",
        [.. Marks(dashboard, edition)],
        [LevelFact(dashboard), .. Headlines.Select(code => FactOf(dashboard, code, dictionary)).OfType<SheetFact>(), DelayFact(dashboard)],
        [
            LevelsOf(dashboard),
            ChangesOf(dashboard, dictionary),
            .. DashboardTable.All.Take(3).Select(table => TableOf(dashboard, table, dictionary)),
            DashboardDelayText.Of(dashboard),
            .. DashboardTable.All.Skip(3).Select(table => TableOf(dashboard, table, dictionary)),
            AlertsOf(dashboard),
            MissingOf(dashboard),
        ],
        [
            "What was sent or amended after that moment is not in it. A figure that is silent is shown with its age and is in no sum. Missing is never zero.",
            $"Levels are calculated by {dashboard.Rules}. A declared level stands beside the calculated one, never in its place.",
            $"Composed {UkTime.DateAndClock(edition.MadeAt)} by {edition.By}. All times are UK time. Counts only, nothing about a patient.",
        ]);

    /// <summary>The subject of its mail, without the mark of an exercise.</summary>
    public static string Subject(SystemDashboard dashboard) =>
        $"System dashboard {UkTime.Clock(dashboard.At)} {UkTime.Date(dashboard.At)}: {LevelText.Of(dashboard.Whole.Level.Calculated)}{DeclaredWords(dashboard.Whole.Level)}";

    /// <summary>A figure of the dashboard as the screens show it.</summary>
    public static SheetValue CellOf(DashboardPlace place, DashboardFigure? figure, Metric metric, DateTimeOffset at)
    {
        if (figure is null) return new SheetValue("Not in this edition", Tone: SheetTone.None);
        var cell = figure is { At: null, Applies: false } ? Cell.NotApplicable : Cell.Of(figure.For(place.Code), metric, at);
        var tone = figure.Value is null ? SheetTone.None
            : cell.Style.Contains("flow-stale", StringComparison.Ordinal) ? SheetTone.Stale
            : cell.Style.Contains("flow-late", StringComparison.Ordinal) ? SheetTone.Late
            : SheetTone.Plain;
        return new SheetValue(cell.Text, cell.Note, figure.Value, figure.At, tone);
    }

    private static IEnumerable<string> Marks(SystemDashboard dashboard, EditionHead edition)
    {
        if (dashboard.IsExercise) yield return Exercise;
        if (edition.IsLate) yield return $"Made later: it was due at {UkTime.Clock(edition.Moment)} and composed {UkTime.DateAndClock(edition.MadeAt)}, from the record as it stood at its moment.";
    }

    private static SheetFact LevelFact(SystemDashboard dashboard)
    {
        var level = dashboard.Whole.Level;
        return new SheetFact(
            "Level of the whole system", SheetValue.Of(level.Calculated, LevelText.Of(level.Calculated)),
            [
                "calculated", DeclaredOf(level) is { } declared ? DeclaredText.Short(declared) : "No level is declared",
                LevelText.Completeness(level.Known, level.IsOfMeasures, PlaceKind.Footprint),
                .. dashboard.ComparedWith is null ? Array.Empty<string>() : [$"the day before: {LevelText.Of(level.Before)}"],
            ]);
    }

    private static SheetFact? FactOf(SystemDashboard dashboard, MetricCode code, MetricDictionary dictionary)
    {
        if (!dictionary.TryFind(code, out var metric)) return null;
        var figure = dashboard.Whole[code];
        var cell = CellOf(dashboard.Whole, figure, metric, dashboard.At);
        List<string> notes = [];
        if (metric.Unit is not (Unit.Percent or Unit.Minutes) && figure?.Value is not null) notes.Add(FigureText.Of(metric.Unit));
        if (metric.Code == MetricCodes.BedsOpen && dashboard.Whole[MetricCodes.BedsOccupied]?.Current is { } occupied) notes.Add($"{FigureText.Number(occupied)} occupied");
        if (cell.Note is { } note) notes.Add(note);
        if (WasOf(figure, metric) is { } was) notes.Add(was);
        return new SheetFact(metric.Name, cell with { Note = null }, [.. notes]);
    }

    private static SheetFact DelayFact(SystemDashboard dashboard)
    {
        var (sum, before) = (dashboard.Delays.All, dashboard.Delays.Before);
        List<string> notes = [$"patients, {DelayText.Rate(sum.Rate)} of occupied beds"];
        if (DelayText.Cover(sum.Coverage) is { } cover) notes.Add(cover);
        if (before is { } then && sum.Patients is { } now)
        {
            notes.Add(dashboard.Delays.BeforeKnown is { } known && known != sum.Coverage
                ? $"not comparable with the day before: {DelayText.Cover(known) ?? "all organisations"} then"
                : Was(then, now, Unit.Patients));
        }

        return new SheetFact(
            "Delayed transfers of care",
            new SheetValue(DelayText.Count(sum.Patients), Value: sum.Patients, At: sum.OldestAt, Tone: sum.Patients is null ? SheetTone.None : SheetTone.Plain), [.. notes]);
    }

    private static SheetSection LevelsOf(SystemDashboard dashboard) => new(
        "levels", "Level of each organisation", [],
        new SheetTable(
            "Calculated and declared level of each organisation", "Organisation",
            [
                new("Calculated"), new("Declared"), new(dashboard.ComparedWith is { } then ? $"{UkTime.Clock(then)} the day before" : "The day before"),
                new("Calculated from"),
            ],
            [
                .. Organisations(dashboard).Select(place => new SheetRow(
                    NameOf(place), place.Code.ToString(), IsSum(place),
                    [
                        SheetValue.Of(place.Level.Calculated, LevelText.Of(place.Level.Calculated)),
                        DeclaredOf(place.Level) is { } declared
                            ? new SheetValue(
                                $"{LevelText.Of(declared.Level)} until {DeclaredText.Until(declared)}",
                                $"{DeclaredText.Comparison(place.Level.Calculated, declared)} {declared.By}: {declared.Reason}", (int)declared.Level)
                            : new SheetValue("Nothing declared", Tone: SheetTone.None),
                        dashboard.ComparedWith is null ? new SheetValue("No data", Tone: SheetTone.None) : SheetValue.Of(place.Level.Before, LevelText.Of(place.Level.Before)),
                        new(LevelText.Completeness(place.Level.Known, place.Level.IsOfMeasures, place.Kind)),
                    ])),
            ]),
        []);

    private static SheetSection TableOf(SystemDashboard dashboard, DashboardTable table, MetricDictionary dictionary)
    {
        ImmutableArray<Metric> metrics = [.. table.Metrics.Select(code => dictionary.TryFind(code, out var known) ? known : null).OfType<Metric>()];
        var hasLevel = table.Kinds.Contains(PlaceKind.BedBase);
        return new SheetSection(
            IdOf(table.Title), table.Title, [],
            new SheetTable(
                $"{table.Title}, {UkTime.Clock(dashboard.At)}", "Place",
                [
                    .. hasLevel ? [new SheetColumn("Level")] : Array.Empty<SheetColumn>(),
                    .. metrics.Select(metric => new SheetColumn(metric.ShortName, metric.Code.ToString(), FigureText.Of(metric.Unit), IsNumber: true)),
                ],
                [
                    .. dashboard.Places.Where(place => table.Kinds.Contains(place.Kind) && HasAny(place, table)).Select(place => new SheetRow(
                        NameOf(place), place.Code.ToString(), IsSum(place),
                        [
                            .. hasLevel ? [SheetValue.Of(place.Level.Calculated, LevelText.Of(place.Level.Calculated), DeclaredOf(place.Level) is { } held ? DeclaredText.Short(held) : null)] : Array.Empty<SheetValue>(),
                            .. metrics.Select(metric => CellOf(place, place[metric.Code], metric, dashboard.At)),
                        ])),
                ]),
            [])
        {
            IsWide = table.Kinds.Contains(PlaceKind.Hospital),
        };
    }

    // A place that has none of a table's figures, and is to have none, is not a row of it.
    private static bool HasAny(DashboardPlace place, DashboardTable table) =>
        table.Metrics.Any(metric => place[metric] is { } figure && (figure.Applies || figure.At is not null) && figure.Absent is not Absent.NotApplicable);

    private static SheetSection ChangesOf(SystemDashboard dashboard, MetricDictionary dictionary)
    {
        const string Title = "What changed since the day before";
        if (dashboard.ComparedWith is not { } then)
        {
            return new SheetSection("changes", Title, ["Nothing was known at the same time on the day before, so there is nothing to compare with."], null, []);
        }

        var levels = dashboard.Places.Where(place => place.Level.Calculated != place.Level.Before)
            .Select(place => $"{NameOf(place)}: {LevelText.Of(place.Level.Before)} to {LevelText.Of(place.Level.Calculated)}").ToList();
        var moves = DashboardMoves.Of(dashboard, dictionary);
        return new SheetSection(
            "changes", Title,
            [
                $"Beside {PastText.Moment(then)}, for figures known at both moments.",
                levels.Count == 0 ? "No level is another than it was." : $"Levels: {string.Join("; ", levels)}.",
                .. moves.IsEmpty ? ["No figure of a hospital or bed base is known to be another than it was."] : Array.Empty<string>(),
            ],
            moves.IsEmpty ? null : new SheetTable(
                "The biggest moves, for counts of their size", "Place",
                [new("Figure"), new("The day before", IsNumber: true), new("Now", IsNumber: true), new("Change", IsNumber: true)], moves),
            []);
    }

    private static SheetSection AlertsOf(SystemDashboard dashboard)
    {
        var alerts = dashboard.Alerts;
        if (!alerts.AreKnown) return new SheetSection("alerts", "Open alerts", ["Alerts were not watched at that moment, so that there is none here says nothing."], null, []);
        if (alerts.Count == 0) return new SheetSection("alerts", "Open alerts", ["No alert was open. What is missing, below, could not have raised one."], null, []);
        return new SheetSection(
            "alerts", "Open alerts",
            [$"{alerts.Count} open: {alerts.Critical} critical, {alerts.Warning} {(alerts.Warning == 1 ? "warning" : "warnings")}, {alerts.Notice} {(alerts.Notice == 1 ? "notice" : "notices")}. {alerts.Unanswered} unanswered."],
            new SheetTable(
                "The most urgent open alerts", "Place", [new("Severity"), new("Alert"), new("How it stands"), new("What it is about")],
                [
                    .. alerts.First.Select(alert => new SheetRow(
                        alert.PlaceName, alert.Place.ToString(), IsSum: false,
                        [new(alert.Severity.ToString()), new(alert.Rule), new(StandsAs(alert, dashboard.At)), new(alert.Words)])),
                ]),
            alerts.Count > alerts.First.Length ? [$"And {alerts.Count - alerts.First.Length} more."] : []);
    }

    private static string StandsAs(DashboardAlert alert, DateTimeOffset at) => alert.Phase is AlertPhase.Firing
        ? $"Unanswered since {AlertText.Since(alert.FiredAt, at)}"
        : $"{AlertText.InAWord(alert.Phase)}{(alert.By is { } by ? $" by {by}" : "")}; fired {AlertText.When(alert.FiredAt, at)}";

    private static SheetSection MissingOf(SystemDashboard dashboard)
    {
        const int Most = 20;
        var silences = dashboard.Silences;
        if (silences.IsEmpty) return new SheetSection("missing", "Missing or late", ["Everything expected was there and in time."], null, []);
        var places = silences.Select(silence => silence.Place).Distinct().Count();
        return new SheetSection(
            "missing", "Missing or late",
            [$"{places} of {dashboard.Expected} places were silent or late with something. Sums and levels leave out what is silent."],
            new SheetTable(
                "What was missing or late, the worst first", "Place", [new("What"), new("Since when")],
                [
                    .. silences.Take(Most).Select(silence => new SheetRow(
                        silence.PlaceName, silence.Place.ToString(), IsSum: false,
                        [
                            new(silence.Groups.IsEmpty ? "Everything" : string.Join(", ", silence.Groups.Select(MetricText.Group))),
                            new(
                                AgeText.Of(silence.Freshness, silence.LastAt is { } at ? dashboard.At - at : default),
                                silence.LastAt is { } last ? $"last heard {PastText.Moment(last)}" : "never heard", At: silence.LastAt),
                        ])),
                ]),
            silences.Length > Most ? [$"And {silences.Length - Most} more; their figures say so above."] : []);
    }

    /// <summary>A declared level, for what shows one.</summary>
    internal static DeclaredLevel? DeclaredOf(DashboardLevel level) => level.Declared is not { } declared ? null
        : new DeclaredLevel(default, declared.Level, declared.Reason, declared.By, declared.At, declared.Until, level.Calculated);

    /// <summary>What a place is called in a table.</summary>
    internal static string NameOf(DashboardPlace place) => place.Kind is PlaceKind.Footprint ? WholeSystem : place.Name;

    private static string DeclaredWords(DashboardLevel level) => level.Declared is { } declared ? $" (declared {LevelText.Of(declared.Level)})" : "";

    private static string? WasOf(DashboardFigure? figure, Metric metric) =>
        figure is not { Before: { } before, Current: { } now } ? null
        : figure.IsComparable ? Was(before, now, metric.Unit)
        : $"not comparable with the day before{(figure.BeforeCoverage is { } then ? $": {FigureText.Of(then)} then" : "")}";

    private static string Was(double before, double now, Unit unit)
    {
        var (was, isNow) = (FigureText.Of(before, unit), FigureText.Of(now, unit));
        return was == isNow ? "as the day before" : $"{(now > before ? "up" : "down")} from {was} the day before";
    }

    private static IEnumerable<DashboardPlace> Organisations(SystemDashboard dashboard) =>
        dashboard.Places.Where(place => place.Kind is PlaceKind.Footprint or PlaceKind.Board or PlaceKind.Trust or PlaceKind.Hospital);

    private static bool IsSum(DashboardPlace place) => place.Kind is PlaceKind.Footprint or PlaceKind.Board;

    private static string IdOf(string title) =>
        string.Join('-', new string([.. title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ImmutableArray<MetricCode> Codes(params ReadOnlySpan<string> codes)
    {
        var parsed = ImmutableArray.CreateBuilder<MetricCode>();
        foreach (var code in codes) parsed.Add(MetricCode.Parse(code));
        return parsed.ToImmutable();
    }
}
