namespace SystemFlow.Feeds.Intake;

/// <summary>What is done with a doubtful figure.</summary>
internal enum Doubt
{
    /// <summary>Neither figure counts.</summary>
    RefuseBoth,
    /// <summary>The occupied beds count, with a warning.</summary>
    Keep,
    /// <summary>The occupied beds are taken as not reported, with a warning.</summary>
    TakeAsAbsent,
}

/// <summary>What is thought of occupied beds beside those that are open. Pure.</summary>
internal static class BedPair
{
    /// <summary>From so many beds on a hospital without a patient cannot be believed.</summary>
    public const double BedsOfAWholeHospital = 100;

    private const double FarAbove = 1.5; // Published units run to a quarter above their beds; the mistakes, to four times.

    /// <summary>What is doubtful about a pair; null when nothing is, or when one of the two is not known.</summary>
    public static (Doubt Doubt, string Reason, FormattableString Detail)? Doubtful(double? openBeds, double? occupiedBeds)
    {
        if (openBeds is not { } open || occupiedBeds is not { } occupied) return null;
        if (open == 0 && occupied > 0)
        {
            return (Doubt.RefuseBoth, ReportReasons.OccupiedButNoneOpen, $"{occupied} occupied beds but none open.");
        }

        if (occupied > FarAbove * open)
        {
            return (Doubt.RefuseBoth, ReportReasons.OccupiedFarAboveOpen,
                $"{occupied} beds occupied of {open} open: one of the two must be wrong.");
        }

        if (occupied > open)
        {
            return (Doubt.Keep, Reasons.OccupiedAboveOpen, $"{occupied} beds occupied of {open} open. Kept as sent.");
        }

        return occupied == 0 && open >= BedsOfAWholeHospital
            ? (Doubt.TakeAsAbsent, ReportReasons.ZeroIsUnlikely, $"None of {open} beds occupied: taken as not reported.")
            : null;
    }
}
