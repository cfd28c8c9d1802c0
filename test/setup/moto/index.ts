export { requireMoto } from "./require-moto";
export { type Moto, startMoto } from "./start-moto";
