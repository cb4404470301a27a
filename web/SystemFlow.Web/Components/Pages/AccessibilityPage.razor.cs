namespace SystemFlow.Web.Components.Pages;

/// <summary>Who can use the pages, what is known not to be good enough, and whom to tell. For everybody, also where visitors may not look.</summary>
public sealed partial class AccessibilityPage;
