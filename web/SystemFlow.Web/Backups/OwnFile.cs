using System.Security.Cryptography;

namespace SystemFlow.Web.Backups;

/// <summary>Files and folders that their owner alone can read, on disk before they count.</summary>
internal static class OwnFile
{
    private const int BufferBytes = 128 * 1024;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A new file; its folder is made where there is none.</summary>
    public static FileStream Create(string path)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>
    /// Copies a file as it is when it is opened: one that is replaced whole meanwhile is copied as it was, of one that grows what it had.
    /// Gives the copy's size and its SHA-256 in hexadecimal.
    /// </summary>
    public static (long Bytes, string Sha256) Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = Create(to);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var left = source.Length;
        while (left > 0 && source.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is var read and > 0)
        {
            sum.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
            left -= read;
        }

        target.Flush(flushToDisk: true);
        return (target.Length, Convert.ToHexStringLower(sum.GetHashAndReset()));
    }

    /// <summary>Waits until a file that somebody else wrote is on disk; gives its size and its SHA-256 in hexadecimal.</summary>
    public static (long Bytes, string Sha256) Settle(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.Flush(flushToDisk: true);
        return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
