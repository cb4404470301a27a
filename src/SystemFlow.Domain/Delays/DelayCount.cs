using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Delays;

/// <summary>A share of an organisation's delayed patients.</summary>
/// <param name="Reason">The published letter of the reason; null where the organisation gives none.</param>
/// <param name="By">Who must act; null where the organisation does not say.</param>
public readonly record struct DelayPart(string? Reason, Attribution? By);

/// <summary>The delayed patients of one organisation, divided as finely as it divides them itself.</summary>
/// <param name="IsAcute">Whether they are in hospital beds; else in community, virtual or mental health beds.</param>
/// <param name="Total">The figure that counts; null where there has never been one.</param>
/// <param name="Parts">
/// Patients by part. They add up to the total, for what the split leaves over is a part without reason and attribution; unless the
/// split says more than the total: then to the total and <see cref="Over"/>.
/// </param>
/// <param name="SplitSum">What the parts that were sent add up to; null where only a total was sent.</param>
/// <param name="Beds">Its occupied beds, which the rate is a share of; null where they are not known now.</param>
public sealed record DelayCount(
    Place Place, bool IsAcute, Figure? Total, ImmutableDictionary<DelayPart, double> Parts, double? SplitSum, double? Beds)
{
    private const double SameCount = 0.5;

    /// <summary>Patients delayed now; null where that is not known.</summary>
    public double? Patients => Total?.Current;

    /// <summary>Patients whom the split names beyond the total; 0 where it does not.</summary>
    public double Over => Math.Max(0, (SplitSum ?? 0) - (Patients ?? 0));

    /// <summary>Whether it sends both a split and a total, and they differ.</summary>
    public bool Disagrees => Patients is { } total && SplitSum is { } split && Math.Abs(split - total) >= SameCount;

    /// <summary>Patients of one attribution; null where it names none such.</summary>
    /// <param name="by">Who must act; null for those of whom that is not said.</param>
    public double? Of(Attribution? by)
    {
        var parts = Parts.Where(part => part.Key.By == by).ToList();
        return parts.Count == 0 ? null : parts.Sum(part => part.Value);
    }

    /// <summary>
    /// It with some of its patients alone: of a reason, of who must act, or both; null in <paramref name="of"/> for any. Where all its
    /// patients are among others, these are none; where it does not say which they are, they are not known.
    /// </summary>
    public DelayCount Only(DelayPart of)
    {
        if (Total is null || of == default) return this;
        var parts = Parts
            .Where(part => (of.Reason is null || part.Key.Reason == of.Reason) && (of.By is null || part.Key.By == of.By))
            .ToImmutableDictionary();
        double? value = !parts.IsEmpty ? parts.Sum(part => part.Value) : Divides(of) ? 0 : null;
        var reading = Total.Reading with
        {
            Metric = new MetricKey(Total.Reading.Metric.Metric, of.Reason, of.By),
            Value = value,
            Absent = value is null ? Absent.Unknown : null,
        };
        return this with { Total = Total with { Reading = reading }, Parts = parts, SplitSum = value };
    }

    // Whether the split says of every patient what is asked, so that a part that it does not list has nobody in it.
    private bool Divides(DelayPart of) => Patients is not null && Parts
        .Where(part => (of.Reason is not null && part.Key.Reason is null) || (of.By is not null && part.Key.By is null))
        .Sum(part => part.Value) < SameCount;
}
