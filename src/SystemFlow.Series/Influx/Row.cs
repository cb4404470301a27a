using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>A reading as it lies in a point and in the spool. Moments are UTC ticks.</summary>
/// <param name="Known">When the record first had it.</param>
/// <param name="About">The rest, as <see cref="Influx.About"/> writes it.</param>
internal readonly record struct Row(long Period, double? Value, long Submitted, long Known, string About)
{
    /// <summary>What the readings came to that this one stands for; of one that stands for itself, its value. Null where there is none.</summary>
    public Summary? Summary => Value is not { } value ? null
        : (Influx.About.MayStandForSeveral(About) ? Influx.About.Read(this).StandsFor : null) ?? new Summary(1, value, value, value, Moments.Utc(Period));

    /// <summary>The stretch that it was thinned out to.</summary>
    public Stretched Thinned => Influx.About.MayBeThinned(About) ? Influx.About.Read(this).Thinned ?? Stretched.No : Stretched.No;

    /// <summary>Whether it stands for the stretch that a moment lies in: nothing more is taken there.</summary>
    public bool Closes(long moment) => Thinned switch
    {
        Stretched.Day => Retention.DayOf(Moments.Utc(Period)) == Retention.DayOf(Moments.Utc(moment)),
        Stretched.FiveMinutes => Retention.FiveMinutesOf(Moments.Utc(Period)) == Retention.FiveMinutesOf(Moments.Utc(moment)),
        _ => moment <= Period && Summary is { } all && all.Since.UtcTicks <= moment && all.Since.UtcTicks < Period, // Came so from another store.
    };

    /// <param name="thinned">The stretch that it was thinned out to.</param>
    public static Row Of(Reading reading, Stretched thinned = Stretched.No) => new(
        reading.PeriodEnd.UtcTicks,
        reading.Value,
        reading.SubmittedAt.UtcTicks,
        (reading.KnownAt ?? reading.SubmittedAt).UtcTicks,
        Influx.About.Write(reading, thinned));

    public Reading Read(SeriesKey key)
    {
        var about = Influx.About.Read(this);
        return new Reading(key.Place, key.Metric, Value, Moments.Utc(Period), about.Source)
        {
            Absent = about.Absent,
            Method = about.Method ?? default,
            Cadence = about.Cadence is { } ticks ? TimeSpan.FromTicks(ticks) : null,
            SubmittedAt = Moments.Utc(Submitted),
            KnownAt = Known != Submitted || about.SaidKnown is true ? Moments.Utc(Known) : null,
            PeriodStart = about.Start is { } start ? Moments.Utc(start) : null,
            Numerator = about.Numerator,
            Denominator = about.Denominator,
            MessageId = about.MessageId,
            Comment = about.Comment,
            AmendedFrom = about.AmendedFrom,
            AmendedAt = about.AmendedAt is { } amended ? Moments.Utc(amended) : null,
            StandsFor = about.StandsFor,
        };
    }

    /// <summary>The same as it was first said: what was said again since had not been said again then.</summary>
    public Row AsAt(long moment) => Submitted <= moment ? this : this with { Submitted = Known };
}

/// <summary>What a row was thinned out to. Nothing more is taken for such a stretch.</summary>
internal enum Stretched
{
    No,
    FiveMinutes,
    Day,
}
