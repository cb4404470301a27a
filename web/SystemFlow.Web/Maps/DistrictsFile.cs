using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Maps;

namespace SystemFlow.Web.Maps;

/// <summary>Districts' borders, read once.</summary>
/// <param name="Outlines">Empty where no file is set.</param>
/// <param name="Attribution">What their licence asks to be said; null for nothing.</param>
public sealed record Districts(ImmutableArray<Outline> Outlines, string? Attribution);

/// <summary>Reads the file of districts' borders, at the start, so that a wrong one ends it.</summary>
public sealed class DistrictsFile : IValidateOptions<MapOptions>
{
    private const string Key = $"{MapOptions.Section}:{nameof(MapOptions.Districts)}";

    private Districts? _read;

    /// <summary>The districts of settings that were found good: as they were read then, whatever became of the file.</summary>
    public Districts Of(MapOptions options) => _read ??= Read(options);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MapOptions options)
    {
        try
        {
            _read = Read(options);
            return ValidateOptionsResult.Success;
        }
        catch (FormatException error)
        {
            return ValidateOptionsResult.Fail(error.Message);
        }
    }

    /// <summary>The districts of these settings.</summary>
    /// <exception cref="FormatException">The file cannot be used; the message names the setting, the file and what is wrong.</exception>
    public static Districts Read(MapOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Districts)) return new Districts([], null);
        try
        {
            var file = new FileInfo(options.Districts);
            if (file is { Exists: true, Length: > OutlineFile.MaxBytes }) throw new FormatException("It is larger than 5 MB. Use a generalised version of the borders.");
            return new Districts(OutlineFile.Parse(File.ReadAllText(options.Districts)), options.Attribution);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"{Key} names {options.Districts}, which cannot be used. {error.Message}", error);
        }
    }
}
