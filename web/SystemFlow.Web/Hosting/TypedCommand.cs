namespace SystemFlow.Web.Hosting;

/// <summary>
/// A command that was typed instead of starting the server, such as <c>--backup FOLDER</c>: its own words, and the settings beside them,
/// which are read as the server reads them.
/// </summary>
/// <param name="Value">What stands after the flag; empty where nothing does.</param>
/// <param name="Rest">The other arguments.</param>
internal sealed record TypedCommand(string Value, string[] Rest)
{
    /// <summary>Exit codes: done; done, and something does not stand; could not be done.</summary>
    public const int Done = 0, NotWell = 1, NotDone = 2;

    /// <summary>The command of a flag; null where it was not typed. A value may stand behind the flag or after <c>=</c>.</summary>
    public static TypedCommand? Of(string[] args, string flag)
    {
        var at = Array.FindIndex(args, arg => arg == flag || arg.StartsWith($"{flag}=", StringComparison.Ordinal));
        if (at < 0) return null;
        if (args[at] != flag) return new(args[at][(flag.Length + 1)..], [.. args[..at], .. args[(at + 1)..]]);
        return at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal)
            ? new(args[at + 1], [.. args[..at], .. args[(at + 2)..]])
            : new("", [.. args[..at], .. args[(at + 1)..]]);
    }

    /// <summary>Whether a flag without a value stands beside it; taken out of the rest.</summary>
    public bool Has(string flag, out TypedCommand without)
    {
        without = this with { Rest = [.. Rest.Where(arg => arg != flag)] };
        return without.Rest.Length < Rest.Length;
    }

    /// <summary>The settings: files, environment, secrets and what was typed beside the command.</summary>
    public IConfiguration Settings()
    {
        var builder = WebApplication.CreateBuilder(CommandLine.AsSettings(Rest));
        builder.AddSecretFiles();
        return builder.Configuration;
    }
}
