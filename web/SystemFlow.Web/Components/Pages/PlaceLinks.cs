using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Where the views of one place are, each at the moment that is shown. The whole system's have no place in their address.</summary>
internal static class PlaceLinks
{
    /// <summary>A place in figures.</summary>
    public static string FiguresOf(this ViewMoment moment, Place place) => moment.Link($"/places/{place.Code}");

    /// <summary>The way through a place.</summary>
    public static string FlowOf(this ViewMoment moment, Place place) => moment.Link(Address("/flow", Term(place)));

    /// <summary>A place's delayed transfers.</summary>
    /// <param name="of">What is counted; null in it for all.</param>
    public static string DelaysOf(this ViewMoment moment, Place place, DelayPart of = default) => moment.Link(Address(
        "/dtoc",
        Term(place),
        of.By is { } body ? $"by={body.ToString().ToLowerInvariant()}" : null,
        of.Reason is { } reason ? $"reason={Uri.EscapeDataString(reason)}" : null));

    private static string? Term(Place place) => place.Parent is null ? null : $"place={place.Code}";

    private static string Address(string path, params string?[] terms) =>
        string.Join('&', terms.OfType<string>()) is { Length: > 0 } query ? $"{path}?{query}" : path;
}
