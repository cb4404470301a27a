using System.Globalization;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>Values and units in words.</summary>
internal static class FigureText
{
    private const double PercentThatNeedsADecimal = 10;

    /// <summary>
    /// A value in its metric's unit: <c>1,204</c>, <c>96%</c>, <c>6 h 20 min</c>. A share below 10% that is not whole has
    /// one decimal, because 4.6% and 5.4% are on either side of a threshold.
    /// </summary>
    public static string Of(double value, Unit unit) => unit switch
    {
        Unit.Percent => Percent(value),
        Unit.Minutes => Minutes(value),
        _ => Number(value),
    };

    /// <summary>A whole number, with a comma over 999.</summary>
    public static string Number(double value) =>
        Math.Round(value, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A score: a decimal only where there is one.</summary>
    public static string Score(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The unit as it follows a number or stands in a caption.</summary>
    public static string Of(Unit unit) => unit switch
    {
        Unit.Patients => "patients",
        Unit.Beds => "beds",
        Unit.Minutes => "minutes",
        Unit.Percent => "per cent",
        Unit.Ambulances => "ambulances",
        Unit.BedDays => "bed days",
        Unit.Calls => "calls",
        Unit.Spaces => "spaces",
        Unit.Packages => "packages of care",
        Unit.Referrals => "referrals",
        Unit.Events => "events",
        _ => "points",
    };

    /// <summary>Why there is no value.</summary>
    public static string Of(Absent absent) => absent switch
    {
        Absent.NotApplicable => "Not applicable",
        Absent.NotAsked => "Not asked for",
        Absent.Unsupported => "Cannot be supplied",
        Absent.Error => "Failed on the way",
        _ => "No data",
    };

    /// <summary><c>2 of 3 reporting</c>.</summary>
    public static string Of(Coverage coverage) => $"{coverage.Reporting} of {coverage.Expected} reporting";

    private static string Percent(double value) =>
        Math.Abs(value) < PercentThatNeedsADecimal
            ? value.ToString("0.#", CultureInfo.InvariantCulture) + "%"
            : Number(value) + "%";

    private static string Minutes(double value)
    {
        var minutes = (long)Math.Round(value, MidpointRounding.AwayFromZero);
        return (minutes / 60, minutes % 60) switch
        {
            (0, var rest) => $"{rest} min",
            (var hours, 0) => FormattableString.Invariant($"{hours:N0} h"),
            (var hours, var rest) => FormattableString.Invariant($"{hours:N0} h {rest} min"),
        };
    }
}
