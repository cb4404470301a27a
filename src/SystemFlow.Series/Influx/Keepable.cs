using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>Finds the caller's mistakes before they are on disk, where they would be gaps, or lines that the server refuses.</summary>
internal static class Keepable
{
    /// <exception cref="ArgumentException">A reading cannot be kept.</exception>
    public static void Check(IReadOnlyList<Reading> batch, SpoolNames known)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var reading = batch[i];
            ArgumentNullException.ThrowIfNull(reading.Source);
            if (!IsNumber(reading.Value) || !IsNumber(reading.Numerator) || !IsNumber(reading.Denominator) || !IsNumber(reading.AmendedFrom))
            {
                throw new ArgumentException($"Reading {i}, {reading.Metric} at {reading.Place}, is not a number.");
            }

            if (reading.PeriodEnd.UtcTicks < Moments.FirstTicks || reading.PeriodEnd.UtcTicks > Moments.LastTicks)
            {
                throw new ArgumentException($"Reading {i}, {reading.Metric} at {reading.Place}, is of {reading.PeriodEnd:O}: InfluxDB keeps 1678 to 2261.");
            }

            var key = new SeriesKey(reading.Place, reading.Metric);
            if (!known.TryFind(key, out _) && !(key.CanBeReadBack && IsSameInATag(key)))
            {
                throw new ArgumentException($"Reading {i}, '{reading.Metric}' at '{reading.Place}', names no series.");
            }
        }
    }

    private static bool IsNumber(double? value) => value is not { } given || double.IsFinite(given);

    private static bool IsSameInATag(SeriesKey key) =>
        Tag.Read(Tag.Write(key.Metric.ToString())) == key.Metric.ToString();
}
