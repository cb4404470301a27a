namespace SystemFlow.Web.Live;

/// <summary>Where the figures come from, so that nobody takes an exercise for the real thing.</summary>
public enum RunKind
{
    /// <summary>Real feeds: nothing is said.</summary>
    Live,
    /// <summary>The simulator makes them up.</summary>
    Simulated,
    /// <summary>The past is played again.</summary>
    Replay,
}

/// <summary>What the banner on every page says.</summary>
/// <param name="Text">In words, such as "Replay of sitrep-2017-18.csv: 45%"; null when nothing is to be said.</param>
public sealed record RunNotice(RunKind Kind, string? Text);

/// <summary>How this program was started, and for a replay how far it has come. Pages look once a second.</summary>
public sealed class RunMode
{
    private volatile RunNotice _now = new(RunKind.Live, null);

    /// <summary>The newest notice.</summary>
    public RunNotice Now => _now;

    /// <summary>Replaces the notice.</summary>
    public void Say(RunKind kind, string? text) => _now = new RunNotice(kind, text);
}
