using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Feeds;

/// <summary>The bounds of intake. Configuration section <c>Feeds</c>.</summary>
public sealed class FeedOptions : IValidatableObject
{
    private const int BodiesInFlight = 4;

    /// <summary>The section's name.</summary>
    public const string Section = "Feeds";

    /// <summary>Bytes of one body, unpacked; a longer one is refused whole. Default 16 MB; 1 KB to 256 MB.</summary>
    [Range(1024, 268_435_456, ErrorMessage = "Feeds:MaxBodyBytes must be 1024 to 268435456.")]
    public int MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Memory of all bodies that are being read, checked or stored at one moment; when it is taken, senders are asked to
    /// wait. One feed never holds more than it leaves free to the others. Default 64 MB; four times
    /// <see cref="MaxBodyBytes"/> to 2,147,483,647 bytes.
    /// </summary>
    public int MaxBytesInFlight { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Messages that one feed may send in a minute, where its key does not say otherwise: so many at once, and then as
    /// evenly as a minute gives them back. Default 6,000; 1 to 10,000,000.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "Feeds:MessagesPerMinute must be 1 to 10000000.")]
    public int MessagesPerMinute { get; init; } = 6_000;

    /// <summary>Rows of one body; one with more is refused whole. Default 100,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Feeds:MaxRows must be 1 to 1000000.")]
    public int MaxRows { get; init; } = 100_000;

    /// <summary>Bytes of one row; a longer row is refused, the others count. Default 16 KB; 256 bytes to 1 MB.</summary>
    [Range(256, 1_048_576, ErrorMessage = "Feeds:MaxRowBytes must be 256 to 1048576.")]
    public int MaxRowBytes { get; init; } = 16 * 1024;

    /// <summary>How deep JSON may nest; an ordinary body needs 3. Default 16; 3 to 64.</summary>
    [Range(3, 64, ErrorMessage = "Feeds:MaxJsonDepth must be 3 to 64.")]
    public int MaxJsonDepth { get; init; } = 16;

    /// <summary>
    /// The oldest moment that a live feed may speak of, before now. History is imported with
    /// <see cref="Intake.IntakeTerms.AnyAge"/>. Default 730 days; 1 to 36,500.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true,
        ErrorMessage = "Feeds:Retention must be 1 to 36500 days.")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(730);

    /// <summary>
    /// Line protocol's tags, parted by commas, that say nothing of a figure and are left out of account, beside those that
    /// agents add of themselves, such as <c>host</c>. Any other tag is refused: it could be a ward, and a ward's figure is
    /// not its hospital's. None unless said otherwise.
    /// </summary>
    public string IgnoredTags { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxBytesInFlight >= (long)BodiesInFlight * MaxBodyBytes) yield break;
        yield return new ValidationResult(
            $"Feeds:MaxBytesInFlight must be at least {BodiesInFlight} times Feeds:MaxBodyBytes, which is {MaxBodyBytes}.");
    }
}
