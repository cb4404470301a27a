using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using SystemFlow.Operations.Protection;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Web.Hosting;

/// <summary>The keys that cookies and links are protected with.</summary>
internal static class KeyRing
{
    /// <summary>
    /// Keeps them where every node of a cluster finds them, else in the data folder, for its owner's eyes alone: so that no restart and no loss of
    /// a node ends a session or a link.
    /// </summary>
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var ring = builder.Services.AddDataProtection().SetApplicationName("SystemFlow");
        if (builder.Configuration[OperationsOptions.ConnectionKey] is { Length: > 0 })
        {
            builder.Services.AddOperationsStorage();
            builder.Services.AddSingleton(services => new ProtectionKeys(services.GetRequiredService<OperationsStorage>(), TimeProvider.System));
            builder.Services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, keys) => options.XmlRepository = new SharedRing(keys));
        }
        else
        {
            ring.PersistKeysToFileSystem(FolderIn(builder.Configuration.GetSection(DataOptions.Section).Get<DataOptions>() ?? new DataOptions()));
        }

        // It warns that they are not encrypted: they lie beside the database that they would protect.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement", LogLevel.Error);
    }

    private static DirectoryInfo FolderIn(DataOptions data)
    {
        var folder = Path.Combine(data.Directory, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private sealed class SharedRing(ProtectionKeys keys) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All.Select(XElement.Parse)];

        public void StoreElement(XElement element, string friendlyName) =>
            keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting), element.Name.LocalName == "key");
    }
}
