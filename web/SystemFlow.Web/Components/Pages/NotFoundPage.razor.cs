namespace SystemFlow.Web.Components.Pages;

/// <summary>Says that there is no such page or place.</summary>
public sealed partial class NotFoundPage;
