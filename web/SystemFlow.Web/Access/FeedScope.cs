using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;

namespace SystemFlow.Web.Access;

/// <summary>Whose a feed is.</summary>
internal static class FeedScope
{
    /// <summary>The places that a feed's key writes for; the whole system for a key that is good everywhere, or for a feed without one.</summary>
    public static ImmutableArray<PlaceCode> PlacesOf(this FeedKeys keys, string feed, Footprint footprint) =>
        keys.All.FirstOrDefault(key => key.Feed == feed) is { Places: { IsEmpty: false } places } ? places : [footprint.Root.Code];
}
