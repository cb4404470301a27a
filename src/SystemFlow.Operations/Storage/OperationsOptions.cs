using Microsoft.Extensions.Options;
using Npgsql;

namespace SystemFlow.Operations.Storage;

/// <summary>Where what people do is kept.</summary>
public sealed class OperationsOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Operations";

    /// <summary>The setting that makes this a node of a cluster: <see cref="ConnectionString"/>.</summary>
    public const string ConnectionKey = $"{Section}:{nameof(ConnectionString)}";

    /// <summary>
    /// The PostgreSQL (14 or newer) that every node of a cluster shares, as Npgsql spells it: <c>Host=…;Database=…;Username=…;Password=…</c>.
    /// Empty for files on this machine, which need no server. A secret where it holds a password.
    /// </summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>Refuses a connection string that cannot be one.</summary>
internal sealed class OperationsOptionsCheck : IValidateOptions<OperationsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OperationsOptions options)
    {
        if (options.ConnectionString.Length == 0) return ValidateOptionsResult.Success;
        try
        {
            var said = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            return said.Host is { Length: > 0 } && said.Database is { Length: > 0 }
                ? ValidateOptionsResult.Success
                : Wrong("Host and Database are needed.");
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return Wrong(error.Message); // It names the key, never a value.
        }
    }

    private static ValidateOptionsResult Wrong(string why) =>
        ValidateOptionsResult.Fail($"Operations:ConnectionString is no PostgreSQL connection string. {why}");
}
