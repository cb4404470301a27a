using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>What beds are, in words.</summary>
internal static class BedText
{
    private static readonly MetricCode Escalation = MetricCode.Parse("beds.ga.escalation");

    /// <summary><c>Of 586 beds open 562 are core and 24 escalation.</c> Null where no beds are open, or none are known.</summary>
    public static string? Core(PlaceState state) => (state[MetricCodes.BedsOpen]?.Current, state[Escalation]?.Current) switch
    {
        (null or 0, _) => null,
        ({ } open, { } escalation) when escalation <= open =>
            $"Of {FigureText.Number(open)} beds open {FigureText.Number(open - escalation)} are core and {FigureText.Number(escalation)} escalation.",
        _ => "How many of the open beds are core is not known.",
    };
}
