using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>A number of the flow picture as it is shown.</summary>
/// <param name="Text">The value, "No data", "Not reported" or "Not applicable".</param>
/// <param name="Unit">What it counts and over what time; for a share, its two halves. Empty where there is no value.</param>
/// <param name="Note">Its age, how many it covers, and of which place it is where that is another.</param>
/// <param name="Style">Class names.</param>
internal readonly record struct FlowNumber(string Text, string Unit, string Note, string Style);

/// <summary>The way through the system in words.</summary>
internal static class FlowText
{
    /// <summary>A step's name.</summary>
    public static string Of(FlowStep step) => step switch
    {
        FlowStep.Nhs111 => "NHS 111",
        FlowStep.Ambulance => "Ambulance",
        FlowStep.WalkIn => "Walk-in",
        FlowStep.EmergencyDepartment => "A&E",
        FlowStep.Wards => "Wards",
        FlowStep.Pathway0 => "Pathway 0",
        FlowStep.Pathway1 => "Pathway 1",
        FlowStep.Pathway2 => "Pathway 2",
        FlowStep.Pathway3 => "Pathway 3",
        FlowStep.Home => "Home",
        FlowStep.HomeWithSupport => "Home with support",
        FlowStep.BedBases => "Bed bases",
        _ => "Care homes",
    };

    /// <summary>What a step without numbers lacks; null where a step is said by its name.</summary>
    public static string? About(FlowStep step) => step switch
    {
        FlowStep.WalkIn => "Arrivals on foot",
        FlowStep.Pathway0 => "Home, nothing new needed",
        FlowStep.Pathway1 => "Home with support",
        FlowStep.Pathway2 => "A bed for rehabilitation",
        FlowStep.Pathway3 => "A long-term bed",
        FlowStep.Home => "People who got home",
        _ => null,
    };

    /// <summary>A way from one step to the next.</summary>
    public static string Of(FlowLink link) => link.From switch
    {
        FlowStep.Wards => "Wards to discharge",
        FlowStep.BedBases => "Out of community beds",
        _ => $"{Of(link.From)} to {Lower(link.To)}",
    };

    /// <summary>Whom people on a way wait for, as it follows their number.</summary>
    public static string Of(FlowLink link, FlowDelay delay) => delay.Waiting.Metric.Code.ToString() switch
    {
        "ambulance.waiting-handover" => "waiting to hand over",
        "ed.dta-waiting" => "waiting for a bed",
        "nctr.patients" => "with no criteria to reside",
        "dtoc.patients" when link.From is FlowStep.BedBases => "delayed in community and mental health beds",
        "dtoc.patients" => "delayed transfers (DToC)",
        "bedbase.queue" => "waiting for a bed base",
        _ => delay.Waiting.Metric.Name,
    };

    /// <summary>Whom people on a way wait for, as a heading.</summary>
    public static string Heading(FlowLink link, FlowDelay delay)
    {
        var words = Of(link, delay);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary><c>NHS 20, social care 12, both 6</c>; null where nobody says who must act.</summary>
    public static string? By(FlowDelay delay)
    {
        if (delay.By.IsEmpty) return null;
        return string.Join(", ", Enum.GetValues<Attribution>().Where(delay.By.ContainsKey).Select(body => $"{Of(body)} {FigureText.Number(delay.By[body])}"));
    }

    /// <summary>Who must act.</summary>
    public static string Of(Attribution body) => body switch
    {
        Attribution.Nhs => "NHS",
        Attribution.Social => "social care",
        _ => "both",
    };

    /// <summary>Marks the greatest delay of a place, and says so where a greater one may be among those that are not known.</summary>
    public static string Most(FlowPicture picture) =>
        picture.KnowsItsDelays ? "Most people wait here" : "Of what is known, most people wait here";

    /// <summary>Where most people of the place wait, in a sentence; what cannot be said where nothing is known.</summary>
    public static string Greatest(FlowPicture picture)
    {
        if (picture.Greatest is { Waiting.Figure: { Current: { } people } figure } delay)
        {
            var link = picture.Links.First(link => link.Delays.Contains(delay));
            return $"{Most(picture)}: {Join($"{Of(link)}, {FigureText.Number(people)} {Of(link, delay)}", Covered(figure))}.";
        }

        if (picture.Own.Any(delay => delay.People is not null))
        {
            return picture.KnowsItsDelays ? "Nobody waits between two steps." : "Of what is known, nobody waits between two steps.";
        }

        return picture.Own.Any(delay => delay.Waiting.IsExpected)
            ? "Who waits between two steps is not known."
            : $"{picture.Place.ShortName} counts nobody who waits between two steps.";
    }

    /// <summary>A number with its unit and its age at a moment.</summary>
    public static FlowNumber Of(FlowFigure number, Place shown, DateTimeOffset now)
    {
        var of = number.Of == shown ? null : $"for {number.Of.ShortName}";
        if (number.Figure is not { } figure)
        {
            var isNotHad = shown.Kind is PlaceKind.Hospital or PlaceKind.Trust && FlowRules.IsOfHospitals(number.Metric);
            var none = number.IsExpected ? "No data" : isNotHad ? "Not applicable" : "Not reported";
            return new FlowNumber(none, "", Join("never received".If(number.IsExpected), of), "flow-none");
        }

        var freshness = Cell.Freshness(figure, number.Metric, now);
        if (figure.Reading.Value is not { } value || freshness is Freshness.Silent or Freshness.NeverSeen)
        {
            return WithoutValue(figure, of, now);
        }

        var age = AgeText.Of(freshness, now - figure.Reading.PeriodEnd);
        var style = freshness is Freshness.Late ? "flow-late" : "";
        return new FlowNumber(FigureText.Of(value, number.Metric.Unit), UnitOf(number), Join(age, Covered(figure), of), style);
    }

    private static FlowNumber WithoutValue(Figure figure, string? of, DateTimeOffset now)
    {
        if (figure.Reading.Absent is Absent.NotApplicable) return new FlowNumber("Not applicable", "", of ?? "", "flow-none");
        var why = figure.Reading.Absent is { } absent and not Absent.Unknown ? FigureText.Of(absent) : null;
        var age = figure.Reading.PeriodEnd == DateTimeOffset.MinValue ? null : $"Silent: {AgeText.Of(now - figure.Reading.PeriodEnd)}";
        return new FlowNumber("No data", "", Join(why ?? age, Covered(figure), of), "flow-none");
    }

    // "590 of 600" for a share; else the unit, with the time that a rate is of.
    private static string UnitOf(FlowFigure number)
    {
        if (number.Figure!.Reading is { Numerator: { } part, Denominator: { } whole })
        {
            return $"{FigureText.Number(part)} of {FigureText.Number(whole)}";
        }

        var unit = number.Metric.Unit is Unit.Minutes or Unit.Percent ? "" : FigureText.Of(number.Metric.Unit) + " ";
        return (unit + number switch
        {
            { Metric.Period: PeriodType.LastHour } => "in the last hour",
            { IsWholeDay: true } => "in the day",
            { Metric.Period: PeriodType.SinceMidnight } => "since midnight",
            _ => "",
        }).TrimEnd();
    }

    private static string? Covered(Figure figure) =>
        figure.Coverage is { IsComplete: false } coverage ? FigureText.Of(coverage) : null;

    private static string Lower(FlowStep step) => step switch
    {
        FlowStep.EmergencyDepartment => Of(step),
        _ => Of(step).ToLowerInvariant(),
    };

    private static string Join(params string?[] words) => string.Join(", ", words.OfType<string>());

    private static string? If(this string words, bool isSaid) => isSaid ? words : null;
}
