using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace SystemFlow.Web.Components.Words;

/// <summary>What a phone's camera reads, as the path of an SVG: a unit for each module, with the white edge of four that the standard asks for.</summary>
/// <param name="Side">Width and height, in modules.</param>
/// <param name="Path">The dark modules.</param>
internal sealed record QrPicture(int Side, string Path)
{
    /// <summary>An authenticator's key, as apps take it (Google Authenticator's key URI format).</summary>
    public static QrPicture OfKey(string key, string userName)
    {
        var uri = $"otpauth://totp/SystemFlow:{Uri.EscapeDataString(userName)}?secret={key}&issuer=SystemFlow&algorithm=SHA1&digits=6&period=30";
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var row = 0; row < data.ModuleMatrix.Count; row++) AddRow(path, data.ModuleMatrix[row], row);
        return new QrPicture(data.ModuleMatrix.Count, path.ToString());
    }

    private static void AddRow(StringBuilder path, BitArray modules, int row)
    {
        for (var at = 0; at < modules.Length; at++)
        {
            if (!modules[at]) continue;
            var from = at;
            while (at < modules.Length && modules[at]) at++;
            path.Append(CultureInfo.InvariantCulture, $"M{from} {row}h{at - from}v1h-{at - from}z");
        }
    }
}
