namespace SystemFlow.Web.Components.Pages.Wall;

/// <summary>Which screen of a wallboard stands, and for how long already.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Stood">Seconds.</param>
/// <param name="IsHeld">Whether it stays until somebody lets it go on, or forgets to. Its figures move all the same.</param>
internal readonly record struct WallTurn(int Index, int Stood, bool IsHeld)
{
    /// <summary>How long a screen is held at most, in seconds: an elbow on the space bar must not hide the others for days.</summary>
    public const int LongestHold = 15 * 60;

    /// <summary>A second later: the next screen once this one has stood for so long.</summary>
    public WallTurn Second(int seconds, int screens) =>
        Stood + 1 < (IsHeld ? LongestHold : seconds) ? this with { Stood = Stood + 1 }
        : To(Index + 1, screens) with { IsHeld = false };

    /// <summary>Another screen, around the ends, from its beginning.</summary>
    public WallTurn To(int index, int screens) => this with { Index = ((index % screens) + screens) % screens, Stood = 0 };

    /// <summary>Holds the screen, or lets the next one come after a full turn.</summary>
    public WallTurn Toggle() => this with { IsHeld = !IsHeld, Stood = 0 };
}
