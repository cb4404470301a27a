using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Editions;

/// <summary>A document for paper: one file, with the product's own part and style sheets in it.</summary>
public sealed partial class Paper
{
    private static readonly MarkupString Styles = new($"<style>{Read("base.css")}{Read("sheet.css")}{Read("paper.css")}</style>");

    /// <summary>What is on it.</summary>
    [Parameter, EditorRequired]
    public required Sheet Sheet { get; set; }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The style sheet {name} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
