using System.Text;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>A part of a mail that holds something: its head, and what it holds, decoded.</summary>
internal sealed partial record MimePart(string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body).ReplaceLineEndings("\n");

    public string Type => TypeForm().Match(Head).Groups[1].Value;

    /// <summary>The parts of a mail that hold something, in order.</summary>
    public static IEnumerable<MimePart> Of(string mail)
    {
        var end = mail.IndexOf("\n\n", StringComparison.Ordinal);
        var (head, body) = (mail[..end].Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal), mail[(end + 2)..]);
        if (BoundaryForm().Match(head) is not { Success: true } boundary)
        {
            Assert.Contains("base64", head, StringComparison.OrdinalIgnoreCase);
            return [new MimePart(head, Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)))];
        }

        return body.Split($"--{boundary.Groups[1].Value}").Skip(1).Where(part => !part.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(part => Of(part.TrimStart('\n')));
    }

    [GeneratedRegex("boundary=\"?([^\";\\n]+)")]
    private static partial Regex BoundaryForm();

    [GeneratedRegex("Content-Type: ([^;\\n]+)", RegexOptions.IgnoreCase)]
    private static partial Regex TypeForm();
}
