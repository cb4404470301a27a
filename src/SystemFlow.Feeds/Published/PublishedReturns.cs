using System.Collections.Immutable;
using SystemFlow.Feeds.Published.Returns;

namespace SystemFlow.Feeds.Published;

/// <summary>Every return that is known, beside the daily situation report.</summary>
internal static class PublishedReturns
{
    public static readonly ImmutableArray<PublishedReturn> All =
    [
        EmergencyMonthly.Return, AcuteDischarges.Return, CommunityDischarges.Return, Handovers.Return, BedsMonthly.Return,
        BedsQuarterly.Return, DelayedDays.Return, Calls111.Return,
    ];
}
