using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Series;

/// <summary>How long readings are kept as they came. Section <c>Series:Retention</c>.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = $"{SeriesOptions.Section}:Retention";

    private const int MostDays = 36_500; // A century.

    /// <summary>Whether old readings are thinned out. Default true; where false, everything stays as it came.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Days that readings stay whole. Default 90; 1 to 36,500.</summary>
    [Range(1, MostDays, ErrorMessage = "Series:Retention:RawDays must be 1 to 36,500 days.")]
    public int RawDays { get; init; } = 90;

    /// <summary>Days that one for each five minutes is kept; older ones stay as one for each day. Default 730; <see cref="RawDays"/> to 36,500.</summary>
    [Range(1, MostDays, ErrorMessage = "Series:Retention:FiveMinuteDays must be Series:Retention:RawDays to 36,500 days.")]
    public int FiveMinuteDays { get; init; } = 730;

    /// <summary>The same as the store is told it.</summary>
    public Retention Terms => new(TimeSpan.FromDays(RawDays), TimeSpan.FromDays(FiveMinuteDays));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FiveMinuteDays < RawDays)
        {
            yield return new ValidationResult(
                $"Series:Retention:FiveMinuteDays ({FiveMinuteDays}) must be at least Series:Retention:RawDays ({RawDays}).", [nameof(FiveMinuteDays)]);
        }
    }
}
