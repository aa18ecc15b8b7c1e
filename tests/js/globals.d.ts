/** All sentences in the language of the page by the English ones: see lib/language.js. */
declare var netcoreLanguage: Promise<Record<string, string>> | undefined;

/** What netcore and Plotly keep on the page. */
interface Window {
  /** Once a chart was drawn. */
  Plotly: {
    react(chart: Chart, data: object[], layout: object): Promise<unknown>;
    toImage(chart: Chart, options: { format: "png" | "svg"; scale: number }): Promise<string>;
    Fx: {
      hover(chart: Chart, points: { curveNumber: number; pointNumber: number | number[] }[]): void;
      unhover(chart: Chart): void;
    };
  };
  netcoreIsSetUp?: boolean;
  netcorePrefersDark?: boolean;
  netcoreKeepsPagesApart?: boolean;
  /** When a person last asked for another page that isn't there yet, as performance.now(): see lib/report.js. */
  netcoreOpens?: number;
  /** When something was told to the server last that no person did. */
  netcoreTold?: number;
  netcoreFollowsTranslation?: boolean;
  /** What is known of the browser's database: see lib/store.js. */
  netcoreStore?: import("../../netcore/web/components/lib/store.js").Store;
  /** What the stage asks for: see lib/stage.js. */
  netcoreStaged?: import("../../netcore/web/components/lib/stage.js").Staged;
  /** Bytes of the weights and biases of the network on screen, by its fingerprint. */
  netcoreNetworks?: Map<string, Uint8Array<ArrayBuffer>>;
}

/** What Streamlit calls a component with: when it is mounted, and again with each message. */
interface Mounted<Data> {
  data: Data;
  parentElement: HTMLElement;
  setStateValue(name: string, value: unknown): void;
  /** A value of which the server hears once. */
  setTriggerValue(name: string, value: unknown): void;
}

/** A chart of Plotly's, as far as it is used, and what netcore keeps with it. */
interface Chart<Trace = ChartTrace> extends HTMLElement {
  /** What it was given; Plotly draws it again from there. */
  data: Trace[];
  layout: ChartLayout;
  /** What Plotly made of it. */
  _fullData: Trace[];
  _fullLayout: { width: number; height: number; xaxis: ChartAxis; yaxis: ChartAxis };
  on(event: "plotly_afterplot" | "plotly_unhover", hear: () => void): void;
  on(event: "plotly_click" | "plotly_hover", hear: (event: ChartEvent) => void): void;
  /** Missing once Plotly has taken the chart down, and all listeners with it. */
  removeListener?(event: string, hear: (event: ChartEvent) => void): void;
  /** figures.js: JSON of the whole figure that it shows. */
  netcoreFigure?: string;
  /** diagram.js: what glows in it, on a canvas of its own with so many pixels in one of the screen, a side. */
  netcoreLight?(sharpness: number): HTMLCanvasElement | undefined;
  /** diagram.js: the network and what happens in it, as far as it is painted. */
  netcorePainted?: import("../../netcore/web/components/reading/diagram.js").Painted;
  /** diagram.js: paints it once more, as the stage asks for it. */
  netcoreRepaint?(): void;
  /** Clicks are told to the server. */
  netcoreHears?: boolean;
  /** It shows numbers that the browser worked out, not yet the server's. */
  netcoreIsLive?: boolean;
}

interface ChartTrace {
  name: string;
  type: string;
  /** Rows of numbers, or packed ones. */
  z?: (number | null)[][] | { bdata: string };
}

interface ChartLayout {
  width: number;
  height: number;
  autosize: boolean;
  /** Which network and which colours it was laid out for. */
  meta: string;
  font: { color: string };
  shapes: ChartShape[];
  annotations: { text: string }[];
  xaxis: { domain?: number[]; range: number[] };
  yaxis: { domain?: number[]; range: number[] };
}

interface ChartShape {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  line: { color: string; width: number };
}

interface ChartAxis {
  range: [number, number];
  /** Pixels from the chart's edge to where the axis begins. */
  _offset: number;
  /** From a value to pixels from where the axis begins. */
  d2p(value: number): number;
}

/** Of the canvas: canvas.js notes what is painted. */
interface CanvasRenderingContext2D {
  netcoreIsWatched?: boolean;
}

interface ChartEvent {
  points: ChartPoint[];
}

interface ChartPoint {
  data: ChartTrace;
  /** Its number; in a heatmap, row and column. */
  pointNumber: number | [number, number];
  customdata: unknown;
}
