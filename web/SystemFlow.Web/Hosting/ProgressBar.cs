using System.Globalization;

namespace SystemFlow.Web.Hosting;

/// <summary>How far a long command has come: one line that is written over, or where nobody watches a line for each tenth.</summary>
/// <param name="what">What is done, such as <c>Copying</c>.</param>
/// <param name="unit">What is counted, in the plural.</param>
/// <param name="isWatched">Whether <paramref name="to"/> is a terminal.</param>
internal sealed class ProgressBar(TextWriter to, string what, string unit, bool isWatched, TimeProvider time)
{
    private const int Cells = 30;
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(200);

    private readonly long _began = time.GetTimestamp();
    private long _first = -1; // What an earlier run had done.
    private long _drawn;
    private int _width;
    private int _tenths = -1;

    /// <summary>Shows a state.</summary>
    public void Show(long done, long all)
    {
        if (_first < 0) _first = done;
        var share = all <= 0 ? 1 : Math.Clamp((double)done / all, 0, 1);
        if (!isWatched)
        {
            if ((int)(share * 10) <= _tenths) return;
            _tenths = (int)(share * 10);
            to.WriteLine(Words(done, all, share));
            return;
        }

        if (_width > 0 && done < all && time.GetElapsedTime(_drawn) < BetweenDrawings) return;
        _drawn = time.GetTimestamp();
        var full = (int)(share * Cells);
        Draw($"[{new string('#', full)}{new string('.', Cells - full)}] {Words(done, all, share)}");
    }

    /// <summary>Says something on a line of its own.</summary>
    public void Say(string line)
    {
        End();
        to.WriteLine(line);
    }

    /// <summary>What follows begins on a new line.</summary>
    public void End()
    {
        if (_width > 0) to.WriteLine();
        _width = 0;
    }

    private string Words(long done, long all, double share)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        var rate = seconds > 0 ? (done - _first) / seconds : 0;
        var left = rate > 0 && done < all ? $", {Left((all - done) / rate)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{what} {Math.Floor(share * 100):0}%: {done:N0} of {all:N0} {unit}, {rate:N0}/s{left}");
    }

    private static string Left(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min");

    private void Draw(string line)
    {
        to.Write($"\r{line.PadRight(_width)}");
        _width = Math.Max(_width, line.Length);
    }
}
