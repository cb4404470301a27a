using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Notices;

/// <summary>The page behind a link in a message. It stands alone, without script: it is opened on any phone.</summary>
public sealed partial class AcknowledgePage
{
    /// <summary>What it says.</summary>
    [Parameter, EditorRequired]
    public required AcknowledgeView View { get; set; }
}
