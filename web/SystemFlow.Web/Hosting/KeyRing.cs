using Microsoft.AspNetCore.DataProtection;

namespace SystemFlow.Web.Hosting;

/// <summary>The keys that cookies and links are protected with.</summary>
internal static class KeyRing
{
    /// <summary>Keeps them in the data folder, for its owner's eyes alone, so that a restart ends no session and no link.</summary>
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var data = builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions();
        var folder = Path.Combine(data.Directory, "keys");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        builder.Services.AddDataProtection().SetApplicationName("SystemFlow").PersistKeysToFileSystem(new DirectoryInfo(folder));
        // It warns that they are not encrypted: they lie beside the database that they would protect.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement", LogLevel.Error);
    }
}
