namespace SystemFlow.Web.Components.Pages;

/// <summary>Says that a page could not be made.</summary>
public sealed partial class ErrorPage;
