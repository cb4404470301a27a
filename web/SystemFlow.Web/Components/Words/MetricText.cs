using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>An entry of the metric dictionary in words.</summary>
internal static class MetricText
{
    /// <summary>Which way is good.</summary>
    public static string Of(Direction direction) => direction switch
    {
        Direction.HigherIsWorse => "A rise is worse",
        Direction.HigherIsBetter => "A rise is better",
        _ => "Neither way is better",
    };

    /// <summary>What stretch of time a value covers.</summary>
    public static string Of(PeriodType period) => period switch
    {
        PeriodType.SinceMidnight => "Since midnight",
        PeriodType.LastHour => "The last hour",
        PeriodType.Day => "A whole day",
        PeriodType.Month => "A calendar month",
        PeriodType.Quarter => "A quarter of a year",
        _ => "A moment",
    };

    /// <summary>How a board's figure comes about.</summary>
    public static string Of(RollUp rollUp) => rollUp switch
    {
        RollUp.Sum => "Added up",
        RollUp.Max => "The greatest",
        RollUp.Ratio => "From summed parts and wholes",
        _ => "Not summed",
    };

    /// <summary>A metric group, as <c>Place.Expects</c> names it.</summary>
    public static string Group(string group) => group switch
    {
        "beds" => "Beds",
        "ed" => "A&E",
        "ambulance" => "Ambulances",
        "dtoc" => "Delayed transfers",
        "nctr" => "No criteria to reside",
        "discharges" => "Discharges",
        "community-nctr" => "No criteria to reside in community beds",
        "los" => "Long stays",
        "bedbase" => "Community beds",
        "carehome" => "Care homes",
        "virtual-ward" => "Virtual wards",
        "rapid-response" => "Rapid response",
        "social-care" => "Social care",
        "nhs111" => "NHS 111",
        "monthly" => "Published monthly",
        "quarterly" => "Published quarterly",
        "pressure" => "Pressure",
        _ => group,
    };
}
