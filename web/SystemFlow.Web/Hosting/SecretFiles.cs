using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Hosting;

/// <summary>Secrets out of files, as containers are given them, and a look at who may read those that the program keeps.</summary>
internal static partial class SecretFiles
{
    private static readonly string[] OwnFiles = ["audit-key", "webhook-secret"];

    private const string Setting = "Secrets:Directory";

    /// <summary>
    /// Reads each file of the folder <c>Secrets:Directory</c> as a setting: its name is the setting's as in the environment
    /// (<c>Notices__Smtp__Password</c>), its content the value. They go before the environment.
    /// </summary>
    /// <exception cref="OptionsValidationException">There is no such folder.</exception>
    public static void AddSecretFiles(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is not { Length: > 0 } folder) return;
        if (!Directory.Exists(folder)) throw new OptionsValidationException(Setting, typeof(string), [$"{Setting}: there is no folder '{folder}'."]);
        builder.Configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
    }

    /// <summary>Says at the start which of the program's own secrets others on this machine can read.</summary>
    public static void SayWhoReadsSecrets(this WebApplication app)
    {
        if (OperatingSystem.IsWindows()) return;
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value.Directory;
        string[] files =
        [
            .. OwnFiles.Select(name => Path.Combine(data, name)).Where(File.Exists),
            .. Directory.Exists(Path.Combine(data, "keys")) ? Directory.GetFiles(Path.Combine(data, "keys")) : [],
        ];
        foreach (var file in files.Where(IsReadByOthers)) LogReadable(app.Logger, file);
    }

    private static bool IsReadByOthers(string file) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0
        && (File.GetUnixFileMode(Path.GetDirectoryName(Path.GetFullPath(file))!) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    [LoggerMessage(1, LogLevel.Warning, "Others on this machine can read the secret in {File}. Make it its owner's alone: chmod 600.")]
    private static partial void LogReadable(ILogger logger, string file);
}
