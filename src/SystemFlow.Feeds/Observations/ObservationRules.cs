using System.Collections.Frozen;
using System.Text.Json;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Observations;

using Field = ObservationField;

/// <summary>From a draft to a reading, or to everything that is wrong with it. Pure: one row, no memory of others.</summary>
internal static class ObservationRules
{
    private const int LongestId = 100;
    public const int LongestSource = 64;
    private const int LongestComment = 500;
    private const string NumberAdvice =
        "Send a finite number in ASCII digits, such as 103; where there is none, leave it out and send 'absent'.";

    private static readonly FrozenSet<string> Letters =
        FrozenSet.Create(StringComparer.Ordinal, "A", "B", "C", "Di", "Dii", "E", "F", "G", "H", "I", "Other");

    private static readonly FrozenDictionary<string, Absent> Absents = Words<Absent>();
    private static readonly FrozenDictionary<string, Attribution> Attributions = Words<Attribution>();
    private static readonly FrozenDictionary<string, Method> Methods = Words<Method>();

    /// <summary>The reading that a row is; null when it is refused, and then the draft's problems say why.</summary>
    public static Reading? Check(ObservationDraft draft, IntakeTerms terms)
    {
        if (draft.IsUnreadable) return null;
        var place = PlaceOf(draft, terms);
        var metric = MetricOf(draft, terms.Metrics);
        var key = KeyOf(draft, metric);
        var absent = OneOf(draft, Field.Absent, Absents, Reasons.BadAbsent);
        var value = ValueOf(draft, metric, absent);
        var (numerator, denominator) = RatioOf(draft, absent);
        var end = draft.PeriodEnd ?? TimeOf(draft, Field.PeriodEnd);
        if (end is { } moment) draft.Refuse(terms.Misplaced(draft.Row, "periodEnd", moment));
        if (end is null && draft[Field.PeriodEnd] is null) Missing(draft, Field.PeriodEnd);
        var start = TimeOf(draft, Field.PeriodStart);
        if (start >= end) draft.Refuse(Field.PeriodStart, Reasons.BadPeriod, "'periodStart' must be before 'periodEnd'.");
        var submitted = SubmittedAt(draft, terms);
        var method = OneOf(draft, Field.Method, Methods, Reasons.UnknownValue);
        Bound(draft, Field.MessageId, LongestId);
        Bound(draft, Field.Comment, LongestComment);
        var source = SourceOf(draft, terms);
        if (draft.Problems is not null) return null;
        return new Reading(place!.Code, key, value, end!.Value, source)
        {
            Absent = absent,
            Numerator = numerator,
            Denominator = denominator,
            PeriodStart = start,
            SubmittedAt = submitted ?? terms.SubmittedAt(end.Value),
            Method = method ?? Method.Automatic,
            MessageId = draft[Field.MessageId],
            Comment = draft[Field.Comment],
        };
    }

    private static Place? PlaceOf(ObservationDraft draft, IntakeTerms terms)
    {
        var code = draft[Field.Place];
        if (code is null) return Missing<Place>(draft, Field.Place);
        if (!terms.Footprint.TryFind(code, out var place))
        {
            var known = terms.Footprint.Places.Select(p => p.Code.ToString());
            draft.Refuse(Field.Place, Reasons.UnknownPlace,
                $"{terms.Footprint.Name} has no place '{Quote.Short(code)}'.{Nearest.Hint(code, known)}");
            return null;
        }

        if (terms.MayWrite(place.Code)) return place;
        draft.Refuse(IntakeTerms.NotAllowed(draft.Row, ObservationFields.NameOf(Field.Place), place.Code));
        return null;
    }

    private static Metric? MetricOf(ObservationDraft draft, MetricDictionary metrics)
    {
        var code = draft[Field.Metric];
        if (code is null) return Missing<Metric>(draft, Field.Metric);
        if (!metrics.TryFind(code, out var metric))
        {
            var known = metrics.Metrics.Where(m => !m.IsDerived).Select(m => m.Code.ToString());
            draft.Refuse(Field.Metric, Reasons.UnknownMetric,
                $"The dictionary has no metric '{Quote.Short(code)}'.{Nearest.Hint(code, known)}");
            return null;
        }

        if (!metric.IsDerived) return metric;
        var parts = metric.Numerator.Concat(metric.Denominator).Select(part => part.ToString());
        draft.Refuse(Field.Metric, Reasons.DerivedMetric, metric.Numerator.IsEmpty
            ? $"{metric.Code} is worked out here; do not send it."
            : $"{metric.Code} is worked out here; send {string.Join(" and ", parts)} instead.");
        return null;
    }

    private static MetricKey KeyOf(ObservationDraft draft, Metric? metric)
    {
        var reason = draft[Field.Reason];
        var attributable = OneOf(draft, Field.Attributable, Attributions, Reasons.UnknownValue);
        if (reason is not null && !Letters.Contains(reason))
        {
            draft.Refuse(Field.Reason, Reasons.UnknownValue, $"Use one of: {string.Join(", ", Letters.Order())}.");
        }

        if (metric is { HasReasons: false } && (reason ?? draft[Field.Attributable]) is not null)
        {
            draft.Refuse(reason is null ? Field.Attributable : Field.Reason, Reasons.UnknownField,
                $"{metric.Code} is not divided by reason: leave out 'reason' and 'attributable'.");
        }

        return metric is null ? default : new MetricKey(metric.Code, reason, attributable);
    }

    private static double? ValueOf(ObservationDraft draft, Metric? metric, Absent? absent)
    {
        var value = draft.Number(Field.Value);
        var saysAbsent = absent is not null || draft[Field.Absent] is not null;
        if (value.IsGiven && saysAbsent)
        {
            draft.Refuse(Field.Absent, Reasons.BadAbsent, "Send 'value' or 'absent', not both.");
        }
        else if (!value.IsGiven && !saysAbsent)
        {
            draft.Refuse(Field.Value, Reasons.MissingField,
                "Send 'value'; where there is none, send 'absent' with the reason, such as 'unknown'. It is never taken as 0.");
        }
        else if (value is { IsGiven: true, Number: null })
        {
            draft.Refuse(Field.Value, Reasons.NotANumber, NumberAdvice);
        }
        else if (value.Number is { } number && metric is not null)
        {
            draft.Refuse(Implausible(draft.Row, "value", metric, number));
        }

        return value.Number;
    }

    /// <summary>What is wrong with a number as this metric's value.</summary>
    public static Refusal? Implausible(int row, string field, Metric metric, double number) =>
        number < metric.Min || number > metric.Max
            ? new(row, field, Reasons.OutOfRange, FormattableString.Invariant(
                $"{number} is outside {metric.Min} to {metric.Max} for {metric.Code}. Check the figure and its metric."))
        : metric.IsWhole && number != Math.Floor(number)
            ? new(row, field, Reasons.NotWhole, FormattableString.Invariant(
                $"{number} is not a whole number, and {metric.Code} counts whole things."))
        : null;

    private static (double?, double?) RatioOf(ObservationDraft draft, Absent? absent)
    {
        var numerator = draft.Number(Field.Numerator);
        var denominator = draft.Number(Field.Denominator);
        if (!numerator.IsGiven && !denominator.IsGiven) return default;
        if (numerator is { IsGiven: true, Number: null }) draft.Refuse(Field.Numerator, Reasons.NotANumber, NumberAdvice);
        if (denominator is { IsGiven: true, Number: null }) draft.Refuse(Field.Denominator, Reasons.NotANumber, NumberAdvice);
        if (numerator.IsGiven != denominator.IsGiven)
        {
            draft.Refuse(numerator.IsGiven ? Field.Denominator : Field.Numerator, Reasons.MissingField,
                "Send 'numerator' and 'denominator' together, or neither.");
        }

        if (denominator.Number <= 0) draft.Refuse(Field.Denominator, Reasons.OutOfRange, "'denominator' must be above 0.");
        if (numerator.Number < 0) draft.Refuse(Field.Numerator, Reasons.OutOfRange, "'numerator' must not be below 0.");
        if (numerator.Number > denominator.Number)
        {
            draft.Refuse(Field.Numerator, Reasons.PartExceedsWhole, "'numerator' is a part of 'denominator', not more.");
        }

        if (absent is not null)
        {
            draft.Refuse(Field.Absent, Reasons.BadAbsent, "A figure that is absent has no 'numerator' and 'denominator'.");
        }

        return (numerator.Number, denominator.Number);
    }

    private static DateTimeOffset? TimeOf(ObservationDraft draft, Field field)
    {
        if (draft[field] is not { } text) return null;
        var name = ObservationFields.NameOf(field);
        switch (Rfc3339.Read(text, out var moment))
        {
            case Moment.Good:
                return moment;
            case Moment.NoOffset:
                draft.Refuse(field, Reasons.NoOffset,
                    $"'{name}' needs its offset from UTC: end it with Z, +00:00 or, in British summer, +01:00.");
                return null;
            default:
                draft.Refuse(field, Reasons.BadTime, $"'{name}' must be like 2026-01-05T08:00:00Z (RFC 3339).");
                return null;
        }
    }

    private static DateTimeOffset? SubmittedAt(ObservationDraft draft, IntakeTerms terms)
    {
        var submitted = TimeOf(draft, Field.SubmittedAt);
        if (submitted > terms.Latest && !terms.IsReplay)
        {
            draft.Refuse(Field.SubmittedAt, Reasons.InTheFuture,
                $"'submittedAt' is in the future: it is {terms.Now:O} here. Set the sender's clock.");
        }

        return terms.IsReplay ? null : submitted;
    }

    private static string SourceOf(ObservationDraft draft, IntakeTerms terms)
    {
        Bound(draft, Field.Source, LongestSource);
        var source = draft[Field.Source];
        if (source is Domain.Live.Figure.Derived or Domain.Live.Figure.RolledUp)
        {
            draft.Refuse(Field.Source, Reasons.UnknownValue, $"'{source}' is what this system calls its own sums.");
        }

        if (source is not null && terms.IsAnothersName(source))
        {
            draft.Refuse(Field.Source, Reasons.UnknownValue, "'source' is another feed's name. Leave it out, or name the system that the figure came from.");
        }

        return source ?? terms.Source;
    }

    /// <summary>How the contract spells a value, such as <c>not-applicable</c>.</summary>
    public static string WordOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");

    private static FrozenDictionary<string, T> Words<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(WordOf);

    private static T? OneOf<T>(
        ObservationDraft draft, Field field, FrozenDictionary<string, T> known, string reason) where T : struct
    {
        if (draft[field] is not { } text) return null;
        if (known.TryGetValue(text, out var value)) return value;
        draft.Refuse(field, reason, $"Use one of: {string.Join(", ", known.Keys.Order())}.");
        return null;
    }

    private static void Bound(ObservationDraft draft, Field field, int longest)
    {
        if (draft[field]?.Length > longest)
        {
            draft.Refuse(field, Reasons.TooLong, $"'{ObservationFields.NameOf(field)}' may have {longest} characters.");
        }
    }

    private static void Missing(ObservationDraft draft, Field field)
    {
        if (draft.IsRefused(field)) return;
        draft.Refuse(field, Reasons.MissingField, $"'{ObservationFields.NameOf(field)}' is needed in every row.");
    }

    private static T? Missing<T>(ObservationDraft draft, Field field) where T : class
    {
        Missing(draft, field);
        return null;
    }
}
