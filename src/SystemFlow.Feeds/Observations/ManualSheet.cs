using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

/// <summary>One figure as a person typed it, or said that there is none.</summary>
/// <param name="Value">As typed; counts only where <paramref name="Absent"/> is null.</param>
/// <param name="Absent">Why there is no value; null where one was typed.</param>
public sealed record TypedFigure(MetricCode Metric, string Value, Absent? Absent = null);

/// <summary>Figures that a person typed for one place and moment. They pass the same rules as a feed's.</summary>
public static class ManualSheet
{
    /// <summary>The longest source, in characters.</summary>
    public const int LongestSource = ObservationRules.LongestSource;

    /// <summary>How soon the next figure by hand is due at a hospital: it stands in for a feed that sends every few minutes.</summary>
    public static readonly TimeSpan DueAtHospitals = TimeSpan.FromHours(1);

    /// <summary>How soon it is due elsewhere: twice a day, before the system's calls.</summary>
    public static readonly TimeSpan DueElsewhere = TimeSpan.FromHours(12);

    /// <summary>
    /// The rows, numbered from 1 in the figures' order, though those without a value come last. The source of each is the
    /// terms': the person.
    /// </summary>
    public static IEnumerable<IntakeRow> Read(Place place, DateTimeOffset at, ImmutableArray<TypedFigure> figures, IntakeTerms terms)
    {
        var due = place.Kind is PlaceKind.Hospital or PlaceKind.Trust ? DueAtHospitals : DueElsewhere;
        var drafts = figures.Select((figure, index) => DraftOf(place.Code, at, figure, index + 1));
        return ObservationBody.Rows(drafts, terms).Select(row => row.Reading is { } reading
            ? row with { Reading = reading with { Cadence = Longer(due, terms.Metrics[reading.Metric.Metric].Cadence) } }
            : row);
    }

    /// <summary>Who typed it, as the source of a reading: "Jo Smith, ward clerk", both shortened where they are long.</summary>
    public static string SourceOf(string name, string role)
    {
        var whole = role.Length == 0 ? name : $"{name}, {role}";
        if (whole.Length <= LongestSource) return whole;
        const int Half = (LongestSource - 2) / 2;
        var kept = Math.Max(Half, LongestSource - 2 - role.Length);
        var shortName = Cut(name, kept);
        return role.Length == 0 ? Cut(name, LongestSource) : $"{shortName}, {Cut(role, LongestSource - 2 - shortName.Length)}";
    }

    // A metric that is due more seldom than a person is asked keeps its own time.
    private static TimeSpan? Longer(TimeSpan due, TimeSpan metric) => due > metric ? due : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)].TrimEnd() + "…";

    private static ObservationDraft DraftOf(PlaceCode place, DateTimeOffset at, TypedFigure figure, int row)
    {
        var draft = new ObservationDraft();
        draft.Begin(row);
        draft.Set(ObservationField.Place, place.ToString());
        draft.Set(ObservationField.Metric, figure.Metric.ToString());
        draft.Set(ObservationField.PeriodEnd, at.ToString("O", CultureInfo.InvariantCulture));
        draft.Set(ObservationField.Method, "manual");
        if (figure.Absent is { } absent) draft.Set(ObservationField.Absent, ObservationRules.WordOf(absent));
        else draft.Set(ObservationField.Value, DraftNumber.Parse(figure.Value.Trim()));
        return draft;
    }
}
