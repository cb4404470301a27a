using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Pages.Wall;

/// <summary>What a wallboard can show, in the order in which it does.</summary>
internal enum WallView
{
    /// <summary>The whole system and each board.</summary>
    Boards,
    /// <summary>Every hospital.</summary>
    Hospitals,
    /// <summary>Every bed base.</summary>
    BedBases,
    /// <summary>What localities have free.</summary>
    Localities,
    /// <summary>Alerts now, what changed, what is missing.</summary>
    News,
}

/// <summary>What a wallboard shows, as its address says; what the address does not know is as if it were not there.</summary>
/// <param name="Seconds">How long each screen stands: 8 to 3,600; 20 unless said.</param>
/// <param name="Views">Which views, in the wallboard's order; all unless said.</param>
/// <param name="Board">The one board; null for the whole system.</param>
internal sealed record WallAddress(int Seconds, ImmutableArray<WallView> Views, Place? Board)
{
    /// <summary>The least and the most that a screen stands, in seconds: six rows take eight to read.</summary>
    public const int Shortest = 8, Longest = 3_600;

    private const int Usual = 20;

    private static readonly ImmutableDictionary<string, WallView> Codes = ImmutableDictionary.CreateRange(
        StringComparer.OrdinalIgnoreCase,
        [
            KeyValuePair.Create("boards", WallView.Boards), KeyValuePair.Create("hospitals", WallView.Hospitals),
            KeyValuePair.Create("bed-bases", WallView.BedBases), KeyValuePair.Create("localities", WallView.Localities),
            KeyValuePair.Create("news", WallView.News),
        ]);

    /// <summary>From an address such as <c>?seconds=20&amp;views=boards,hospitals&amp;board=board-enh</c>.</summary>
    public static WallAddress Of(Footprint footprint, string? seconds, string? views, string? board)
    {
        var isSaid = int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var said);
        ImmutableArray<WallView> asked =
        [
            .. (views ?? "").Split(',', StringSplitOptions.TrimEntries).Where(Codes.ContainsKey).Select(code => Codes[code]).Distinct().Order(),
        ];
        return new WallAddress(
            isSaid ? Math.Clamp(said, Shortest, Longest) : Usual,
            asked.IsEmpty ? [.. Enum.GetValues<WallView>()] : asked,
            footprint.TryFind(board, out var place) && place.Kind is PlaceKind.Board ? place : null);
    }
}
